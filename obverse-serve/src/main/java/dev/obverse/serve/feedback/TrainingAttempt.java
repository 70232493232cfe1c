package dev.obverse.serve.feedback;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: cut the new feedback, train, compare the old and the new model on what was held out.
 *
 * <p>The mean log-loss decides, because it is what training minimizes and it needs no pairs of labels; the AUC may stop a model that is better
 * calibrated and ranks worse. Both models see the same rows, and this attempt trains on none of them. Where the start model was trained on some of
 * their pairs before, outside, both know those.
 */
final class TrainingAttempt {
    /**
     * What came of it.
     *
     * @param outcome how it ended: {@code ACCEPTED} if the new model may go into service
     * @param reason why: one sentence
     * @param rows how many rows were trained on
     * @param comparison of the models, if it came to that
     * @param model the new model's file, if it may go into service
     * @param trainedTo the place in the log up to which the new model was trained
     */
    record Result(
            Attempt.Outcome outcome, String reason, long rows, @Nullable Comparison comparison, @Nullable Path model, LogPosition trainedTo) {
        /** Returns the same for one whose model does not go into service, whatever it was worth. */
        Result endedBy(Attempt.Outcome other, String why) {
            return new Result(other, why, rows, comparison, null, trainedTo);
        }
    }

    private final Path log;
    private final Path start;
    private final String sha256;
    private final Retrainer retrainer;
    private final RetrainingSettings settings;
    private final Kernels kernels;
    private final BooleanSupplier stopped;

    /** An attempt that goes on from the model in service: a file that must have this checksum. */
    TrainingAttempt(
            Path log, Path start, String sha256, Retrainer retrainer, RetrainingSettings settings, Kernels kernels, BooleanSupplier stopped) {
        this.log = log;
        this.start = start;
        this.sha256 = sha256;
        this.retrainer = retrainer;
        this.settings = settings;
        this.kernels = kernels;
        this.stopped = stopped;
    }

    /** Does it with the feedback between two places, in a folder that is empty. */
    Result run(LogPosition from, LogPosition to, Path folder) {
        FeedbackSplit split = FeedbackSplit.of(log, from, to, settings);
        List<Feedback> heldOut = split.heldOut();
        if (heldOut.size() < settings.leastHeldOut()) {
            return skipped(split, 0, "of " + split.labelled() + " new labelled rows " + heldOut.size() + " pairs can be held out, of at least "
                    + settings.leastHeldOut() + " to compare models on");
        }
        Path rows = folder.resolve("rows.csv");
        Prepared prepared = prepare(split, heldOut, rows);
        FeedbackSplit.Written written = prepared.written;
        if (written.positives() == 0 || written.negatives() == 0) {
            return skipped(split, written.rows(), "the new rows to train on are " + written.positives() + " positive and " + written.negatives()
                    + " negative ones; training needs both");
        }
        split.writeHeldOut(folder.resolve("held-out.csv"));
        Path valid = folder.resolve("valid.csv");
        if (split.hasValid()) {
            split.writeValid(valid);
        }
        Path model = retrainer.retrain(new Retrainer.Task(start, rows, written.views(), split.hasValid() ? valid : null, folder, stopped));
        Metrics after = JudgedModel.read(model, kernels).on(heldOut);
        return judged(prepared.before, after, written, model, split.trainedTo());
    }

    /** What is kept of the old model, which must not lie in memory beside the one that is trained. */
    private record Prepared(Metrics before, FeedbackSplit.Written written) {}

    private Prepared prepare(FeedbackSplit split, List<Feedback> heldOut, Path rows) {
        JudgedModel old = JudgedModel.readInService(start, sha256, kernels);
        return new Prepared(old.on(heldOut), split.writeRows(rows, old::knowsLabelOf));
    }

    private static Result skipped(FeedbackSplit split, long rows, String reason) {
        return new Result(Attempt.Outcome.SKIPPED, reason, rows, null, null, split.trainedTo());
    }

    private Result judged(Metrics before, Metrics after, FeedbackSplit.Written written, Path model, LogPosition trainedTo) {
        Comparison comparison = new Comparison(after.rows(), after.positives(), before.get(Metric.LOGLOSS), after.get(Metric.LOGLOSS),
                before.get(Metric.AUC), after.get(Metric.AUC));
        // Written so that a log-loss that is no number is worse.
        boolean logLossHolds = comparison.newLogLoss() <= comparison.oldLogLoss();
        boolean aucFalls = comparison.newAuc() < comparison.oldAuc() - settings.aucSlack();
        String numbers = String.format(Locale.ROOT, "on %d held-out pairs its log-loss is %.4f after %.4f%s", comparison.rows(), comparison.newLogLoss(),
                comparison.oldLogLoss(), Double.isNaN(comparison.newAuc()) ? ""
                        : String.format(Locale.ROOT, " and its AUC %.4f after %.4f", comparison.newAuc(), comparison.oldAuc()));
        if (logLossHolds && !aucFalls) {
            return new Result(Attempt.Outcome.ACCEPTED, "the new model is not worse: " + numbers, written.rows(), comparison, model, trainedTo);
        }
        return new Result(Attempt.Outcome.REJECTED, "the new model is worse " + (logLossHolds ? "in AUC: " : "in log-loss: ") + numbers, written.rows(),
                comparison, null, trainedTo);
    }
}
