package dev.obverse.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a block of users was made of.
 *
 * @param rows rows of the log
 * @param users users with training rows of their own
 * @param positives training pairs that are POSITIVE
 * @param negatives training pairs that are NEGATIVE
 * @param unlabeled training pairs that are UNLABELED
 * @param valid labelled pairs that validate
 * @param refusal why the log cannot be trained on, in one sentence, or null
 */
record BlockCensus(long rows, long users, long positives, long negatives, long unlabeled, long valid, @Nullable String refusal)
        implements Serializable {
    static final BlockCensus NOTHING = new BlockCensus(0, 0, 0, 0, 0, 0, null);

    BlockCensus plus(BlockCensus other) {
        return new BlockCensus(
                rows + other.rows, users + other.users, positives + other.positives, negatives + other.negatives,
                unlabeled + other.unlabeled, valid + other.valid, refusal != null ? refusal : other.refusal);
    }

    long training() {
        return positives + negatives + unlabeled;
    }

    long labelled() {
        return positives + negatives;
    }
}
