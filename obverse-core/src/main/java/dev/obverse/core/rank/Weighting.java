package dev.obverse.core.rank;

import dev.obverse.core.loss.Logistic;
import java.util.Locale;

/** What items are ranked by. */
public enum Weighting {
    /** P(like | exposed): what the user would like if it were shown. The score is its logit. */
    LIKE,
    /**
     * P(like | exposed) times P(exposed), the exposure head's: what the user is likely to come across and to like. The score is the
     * logarithm of the product, which ranks alike and neither vanishes nor saturates.
     */
    EXPOSURE;

    /** Returns the name on the command line and in a model's metadata. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the score of {@link #EXPOSURE} from the two logits. */
    static float product(float like, float exposure) {
        return (float) -(Logistic.softplus(-like) + Logistic.softplus(-exposure));
    }

    /**
     * Returns a logit that both logits of a pair exceed if their {@link #product} exceeds the threshold: either probability is at least
     * their product. A little lower than need be, for the rounding of all that is compared.
     */
    static float necessaryLogit(float threshold) {
        double logit = threshold - Math.log(-Math.expm1(threshold));
        return (float) (logit - 1e-5 * (1 + Math.abs(logit)));
    }
}
