package dev.obverse.lab.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a study: one training run on one slice of the data with one seed, and how it was judged.
 *
 * @param key what identifies it: a hash of its config and its data
 * @param slice the {@link SliceResult#id()} of the data that it was trained on
 * @param method the name of the method in the study; its settings are in {@code settings}
 * @param backbone the backbone
 * @param seed the seed of training
 * @param chosen whether it has the settings that validation chose, so that it counts in the leaderboard
 * @param settings every setting of the run
 * @param command the command that repeats it
 * @param failure why there is no result, in one sentence, or null; without a result all that follows is empty
 * @param bestEpoch the epoch that was kept
 * @param valid validation metrics of that epoch; empty without validation rows. Null: undefined
 * @param test metrics on the test rows; empty without test rows. Null: undefined
 * @param intervals 95 % bootstrap intervals over users of the metrics of the judged rows: test, or valid where there is no test
 * @param calibration the bins of the judged rows, by rising probability
 * @param history every epoch that was trained
 * @param warnings the failure signatures found
 */
public record CellResult(
        String key,
        String slice,
        String method,
        String backbone,
        long seed,
        boolean chosen,
        Map<String, String> settings,
        String command,
        @Nullable String failure,
        int bestEpoch,
        Map<String, @Nullable Double> valid,
        Map<String, @Nullable Double> test,
        Map<String, @Nullable Range> intervals,
        List<CalibrationBin> calibration,
        List<EpochResult> history,
        List<Warning> warnings) {

    /** Copies the collections. */
    public CellResult {
        settings = Ordered.copy(settings);
        valid = Ordered.copy(valid);
        test = Ordered.copy(test);
        intervals = Ordered.copy(intervals);
        calibration = List.copyOf(calibration);
        history = List.copyOf(history);
        warnings = List.copyOf(warnings);
    }

    /** Returns the metrics that it is judged by: those of test, or those of valid where there is no test row. */
    public Map<String, @Nullable Double> judged() {
        return test.isEmpty() ? valid : test;
    }

    /** Returns the same run as a cell of a study, which names slices and methods and knows what was chosen. */
    public CellResult in(String studySlice, String studyMethod, boolean studyChosen) {
        return new CellResult(key, studySlice, studyMethod, backbone, seed, studyChosen, settings, command, failure, bestEpoch, valid, test,
                intervals, calibration, history, warnings);
    }
}
