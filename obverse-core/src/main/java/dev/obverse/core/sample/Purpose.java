package dev.obverse.core.sample;

/** What a stream of random numbers is for. Each purpose has streams of its own, so that one more draw for one never shifts another. */
public enum Purpose {
    /** First values of embeddings and weights. */
    INITIALIZE(1),
    /** Inverse Gradient's division of the labelled rows into training-train and training-test. */
    INNER_SPLIT(2),
    /** Order of the rows of an epoch. */
    SHUFFLE(3),
    /** Order of the second pass of an epoch, over training-test. */
    SHUFFLE_TEST(4),
    /** Unlabeled pairs. */
    POOL(5),
    /** Exposed rows, and the unexposed items beside them, of exposure pre-training. */
    EXPOSURE(6),
    /** Splits of a log, and the labels that a study of sparsity hides. */
    DATA(7),
    /** Scores of the random floor. */
    FLOOR(8),
    // 9 was the resampling for confidence intervals, which has a seed of its own; it is not given away again.
    /** Simulated logs. */
    SIMULATE(10),
    /** Random directions of an ablation. */
    DIRECTION(11),
    /** The seed of one machine's share of a run. */
    SHARE(12);

    private final long salt;

    Purpose(long salt) {
        this.salt = salt;
    }

    /** Returns the number that sets its streams apart; part of what a seed means, so it never changes. */
    long salt() {
        return salt;
    }
}
