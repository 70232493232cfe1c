package dev.obverse.core.metric;

import dev.obverse.core.InvalidInputException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The metrics, in the order in which they are reported.
 *
 * <p>Ties are never broken by the order of the rows: AUC counts a tied pair as one half, NDCG and MRR are expectations over
 * every order of the tied rows, average precision has one threshold per distinct score. A per-user metric is averaged over the
 * users that have rows of both labels, for the others carry no information on order.
 */
public enum Metric {
    /** The probability that a positive row outranks a negative one, over all pairs of rows of all users. */
    AUC("auc", true),
    /** Plain mean of the per-user AUC (Lin et al., WSDM 2024, section 4). */
    GAUC("gauc", true),
    /** Mean of the per-user AUC weighted by the user's number of positive rows. */
    GAUC_POSITIVES("gauc.positives", true),
    /** Mean of the per-user AUC weighted by the user's number of rows (Zhou et al., KDD 2018). */
    GAUC_IMPRESSIONS("gauc.impressions", true),
    /** Normalized discounted cumulative gain of the first 10 rows of a user (Jarvelin and Kekalainen, TOIS 2002), gain 0 or 1. */
    NDCG_10("ndcg@10", true),
    /** Reciprocal rank of the first positive row of a user. */
    MRR("mrr", true),
    /** Mean binary cross-entropy in nats. */
    LOGLOSS("logloss", false),
    /** Expected calibration error over 15 bins of equal width of the predicted probability (Guo et al., ICML 2017). */
    ECE("ece", false),
    /** Area under the precision-recall steps: the sum of precision times gain in recall, one step per distinct score. */
    AVERAGE_PRECISION("average_precision", true);

    private final String publicName;
    private final boolean higherIsBetter;

    Metric(String publicName, boolean higherIsBetter) {
        this.publicName = publicName;
        this.higherIsBetter = higherIsBetter;
    }

    /** The name in files and on the command line, such as {@code ndcg@10}. */
    public String publicName() {
        return publicName;
    }

    /** Whether a larger value is the better one. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /**
     * Whether {@code candidate} is strictly better than {@code incumbent}. An undefined (NaN) candidate never is, and any
     * defined one is better than an undefined incumbent.
     */
    public boolean isBetter(double candidate, double incumbent) {
        if (Double.isNaN(candidate) || Double.isNaN(incumbent)) {
            return !Double.isNaN(candidate);
        }
        return higherIsBetter ? candidate > incumbent : candidate < incumbent;
    }

    /**
     * The metric of that public name.
     *
     * @throws InvalidInputException if there is none
     */
    public static Metric named(String publicName) {
        for (Metric metric : values()) {
            if (metric.publicName.equals(publicName)) {
                return metric;
            }
        }
        String known = Arrays.stream(values()).map(Metric::publicName).collect(Collectors.joining(", "));
        throw new InvalidInputException("There is no metric \"" + publicName + "\"; choose one of " + known + ".");
    }
}
