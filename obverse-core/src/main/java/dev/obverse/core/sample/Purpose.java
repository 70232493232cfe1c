package dev.obverse.core.sample;

/** What a stream of random numbers is for. Each purpose has streams of its own, so that one more draw for one never shifts another. */
public enum Purpose {
    /** First values of embeddings and weights. */
    INITIALIZE,
    /** Inverse Gradient's division of the labelled rows into training-train and training-test. */
    INNER_SPLIT,
    /** Order of the rows of an epoch. */
    SHUFFLE,
    /** Order of the second pass of an epoch, over training-test. */
    SHUFFLE_TEST,
    /** Unlabeled pairs. */
    POOL,
    /** Exposed rows, and the unexposed items beside them, of exposure pre-training. */
    EXPOSURE,
    /** Splits of a log, and the labels that a study of sparsity hides. */
    DATA,
    /** Scores of the random floor. */
    FLOOR,
    /** Resampling for confidence intervals. */
    BOOTSTRAP,
    /** Simulated logs. */
    SIMULATE,
    /** Random directions of an ablation. */
    DIRECTION
}
