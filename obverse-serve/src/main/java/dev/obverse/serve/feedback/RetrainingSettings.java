package dev.obverse.serve.feedback;

/**
 * How a retrained model is made and judged.
 *
 * @param heldOutShare the share of the new labelled rows, the most recent ones, that the old and the new model are compared on
 * @param validShare the share of them, those before, that picks the best epoch
 * @param leastHeldOut with fewer rows to compare on, nothing is trained yet
 * @param mostHeldOut at most so many rows are held out, and at most so many pick the epoch
 * @param aucSlack the new model's AUC on the held-out rows may be lower by so much, where its log-loss is not worse: on few rows AUC is noisy
 * @param keptModels so many accepted models stay on disk, the one in service included
 */
public record RetrainingSettings(double heldOutShare, double validShare, int leastHeldOut, int mostHeldOut, double aucSlack, int keptModels) {
    /** A fifth held out, a tenth to pick the epoch, from 20 to 100,000 rows, an AUC slack of 0.01, three models. */
    public static final RetrainingSettings DEFAULT = new RetrainingSettings(0.2, 0.1, 20, 100_000, 0.01, 3);

    /** Checks the ranges. */
    public RetrainingSettings {
        if (!(heldOutShare > 0 && validShare >= 0 && heldOutShare + validShare < 1 && leastHeldOut >= 1 && mostHeldOut >= leastHeldOut && aucSlack >= 0
                && keptModels >= 1)) {
            throw new IllegalArgumentException("shares must be above 0 and sum to less than 1, and counts be positive");
        }
    }

    /** Returns the same with another number of models that stay. */
    public RetrainingSettings withKeptModels(int models) {
        return new RetrainingSettings(heldOutShare, validShare, leastHeldOut, mostHeldOut, aucSlack, models);
    }
}
