package dev.obverse.spark.example;

import dev.obverse.spark.EpochSummary;
import dev.obverse.spark.InverseLearning;
import dev.obverse.spark.InverseLearningModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Obverse, tuned on the validation rows for a quick end: {@code method=obverse} with larger steps, fewer passes of exposure pre-training and one
 * merge an epoch.
 *
 * @param all rows to fit and, marked, to choose by, with the columns user, item, label (1 or 0) and valid
 * @param options params that the command line sets
 */
record OurGrid(Dataset<Row> all, Options options) {
    private static final double[] STEP_SIZES = {0.003, 0.005, 0.01};
    private static final int[] EXPOSURE_EPOCHS = {0, 1, 2};
    private static final int TUNED_EPOCHS = 8;

    /** One setting. */
    record Candidate(double stepSize, int exposureEpochs, int epochs) {
        InverseLearning estimator() {
            return OurGrid.estimator().setStepSize(stepSize).setRoundsPerEpoch(1).setMaxIter(epochs)
                    .setSettings("exposure-epochs=" + exposureEpochs);
        }

        String name() {
            return String.format(Locale.ROOT, "stepSize %.3f, exposure-epochs %d, roundsPerEpoch 1, maxIter %d", stepSize, exposureEpochs, epochs);
        }

        Candidate until(int epoch) {
            return new Candidate(stepSize, exposureEpochs, epoch);
        }
    }

    /** What the grid finds on MovieLens-1M. */
    static final Candidate FOUND = new Candidate(0.003, 2, 3);

    /** What a training came to, and how long it took. */
    record Tried(InverseLearningModel model, double seconds) {
        double valid() {
            return model.history().stream().filter(EpochSummary::best).mapToDouble(EpochSummary::auc).max().orElseThrow();
        }
    }

    /** What leads to an AUC of the validation rows in so many rounds. */
    private record Arrival(Candidate candidate, int rounds) {}

    /** Returns the setting that comes to this AUC of the validation rows in the fewest rounds, with no more epochs than that takes. */
    Candidate quickest(double auc) {
        List<Arrival> arrivals = new ArrayList<>();
        for (double stepSize : STEP_SIZES) {
            for (int exposure : EXPOSURE_EPOCHS) {
                Candidate candidate = new Candidate(stepSize, exposure, TUNED_EPOCHS);
                fit(candidate.estimator()).model().history().stream().filter(epoch -> epoch.auc() >= auc).findFirst()
                        .ifPresent(epoch -> arrivals.add(new Arrival(candidate.until(epoch.epoch()), epoch.rounds())));
            }
        }
        return arrivals.stream().min(Comparator.comparingInt(Arrival::rounds)).orElseThrow().candidate();
    }

    static InverseLearning estimator() {
        return new InverseLearning().setValidationCol("valid");
    }

    Tried fit(InverseLearning estimator) {
        long start = System.nanoTime();
        InverseLearningModel model = options.applyTo(estimator).fit(all);
        return new Tried(model, (System.nanoTime() - start) * 1e-9);
    }
}
