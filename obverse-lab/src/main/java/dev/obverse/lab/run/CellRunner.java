package dev.obverse.lab.run;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.metric.Bootstrap;
import dev.obverse.core.metric.Interval;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.core.train.Scorer;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.core.train.TrainingResult;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.result.EpochResult;
import dev.obverse.lab.result.Range;
import dev.obverse.lab.result.Warning;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trains a cell and judges it. */
public final class CellRunner {
    /** Seed of the resamples of every interval: the same resamples for every cell. */
    private static final long BOOTSTRAP_SEED = 1;

    private final Kernels kernels;

    /** Makes a runner. */
    public CellRunner(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * Trains a cell and judges it. A run that cannot be made on this data (an exposed pool without unlabeled rows, say) or that diverges is a result too: its
     * {@link CellResult#failure()} says so.
     */
    public CellOutcome run(Cell cell, Slice slice, Floors floors, TrainingListener listener) {
        Epochs epochs = new Epochs(listener);
        try {
            TrainingResult trained = new Trainer(cell.config(), kernels).train(slice.training(), epochs);
            return judged(cell, slice, floors, trained);
        } catch (InvalidInputException e) {
            String sentence = String.valueOf(e.getMessage());
            return failed(cell, slice, sentence, epochs.started ? FailureSignatures.diverged(sentence) : FailureSignatures.refused(sentence));
        }
    }

    /** Tells a run that could not begin from one that came to nothing. */
    private static final class Epochs implements TrainingListener {
        private final TrainingListener listener;
        private boolean started;

        Epochs(TrainingListener listener) {
            this.listener = listener;
        }

        @Override
        public void step(int epoch, long done, long total) {
            started = true;
            listener.step(epoch, done, total);
        }

        @Override
        public void epoch(EpochRecord epoch) {
            listener.epoch(epoch);
        }
    }

    private CellOutcome judged(Cell cell, Slice slice, Floors floors, TrainingResult trained) {
        Interactions rows = slice.judged();
        double[] logits = new Scorer(trained.model().labels()).logits(rows);
        Metrics metrics = Scorer.evaluate(rows, logits);
        boolean test = slice.test().size() > 0;
        CellResult result = new CellResult(cell.key(slice, kernels.name()), slice.id(), cell.method(), cell.backbone(), cell.config().seed(),
                true, cell.config().toMap(), cell.command(slice), null, trained.bestEpoch(), Values.of(trained.best().valid()),
                test ? Values.of(metrics) : Map.of(), intervals(rows, logits), CalibrationBins.of(rows.positives(), logits),
                history(trained), FailureSignatures.find(trained.history(), trained.bestEpoch(), metrics, floors.metrics()));
        return new CellOutcome(result, narrow(logits), trained.history().stream().map(EpochRecord::seconds).toList());
    }

    private static List<EpochResult> history(TrainingResult trained) {
        return trained.history().stream().map(Values::of).toList();
    }

    private CellOutcome failed(Cell cell, Slice slice, String failure, Warning warning) {
        CellResult result = new CellResult(cell.key(slice, kernels.name()), slice.id(), cell.method(), cell.backbone(), cell.config().seed(),
                true, cell.config().toMap(), cell.command(slice), failure, 0, Map.of(), Map.of(), Map.of(), List.of(), List.of(),
                List.of(warning));
        return new CellOutcome(result, new float[0], List.of());
    }

    private static Map<String, @Nullable Range> intervals(Interactions rows, double[] logits) {
        Map<Metric, Interval> intervals =
                Bootstrap.seeded(BOOTSTRAP_SEED).intervals(rows.users(), rows.positives(), logits, EnumSet.allOf(Metric.class));
        Map<String, @Nullable Range> ranges = new LinkedHashMap<>();
        intervals.forEach((metric, interval) -> ranges.put(
                metric.publicName(), Double.isNaN(interval.low()) ? null : new Range(interval.low(), interval.high())));
        return ranges;
    }

    /** Exact, for a logit is a float that was widened. */
    private static float[] narrow(double[] logits) {
        float[] floats = new float[logits.length];
        for (int row = 0; row < floats.length; row++) {
            floats[row] = (float) logits[row];
        }
        return floats;
    }
}
