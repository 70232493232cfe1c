package dev.obverse.core.metric;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Workers;
import java.util.Arrays;

/**
 * Every metric of one set of scored rows, for any weighting of its users.
 *
 * <p>The plain metrics are those with every user counted once; a bootstrap resample counts each user as often as it was drawn.
 * One code path serves both. Cost: two linear sorts when it is made, then O(rows) for AUC and average precision and O(users)
 * for the others.
 */
public final class Evaluation {
    /** The user id of a row whose user training has never seen. */
    public static final int UNKNOWN_USER = -1;

    private final RankedRows rows;
    private final RankingCurve curve;
    private final UserRankings rankings;
    private final Calibration calibration;

    Evaluation(int[] users, boolean[] positive, double[] logits, Workers workers) {
        rows = RankedRows.of(users, positive, logits, workers);
        curve = new RankingCurve(rows);
        rankings = new UserRankings(rows, workers);
        calibration = new Calibration(rows, workers);
    }

    /**
     * The metrics of labelled rows.
     *
     * <p>Every distinct int in {@code users} is one user; ids need not be dense. Only {@link #UNKNOWN_USER} is none: each row
     * that has it counts as a user of its own, so it enters the metrics over all rows and no per-user one, for rows of different
     * people must not be ranked against each other. A caller that can tell unseen users apart gives them ids of their own.
     *
     * <p>Undefined, hence NaN: AUC without both labels; the per-user metrics without a user that has both; average precision
     * without a positive row; log-loss and ECE without a row.
     *
     * @param users the user of each row
     * @param positive whether each row is labelled POSITIVE (else NEGATIVE); UNLABELED rows must not be there
     * @param logits the score of each row, as log-odds of POSITIVE; a model's floats widened to double
     * @throws IllegalArgumentException if the arrays differ in length
     * @throws InvalidInputException if a logit is NaN or infinite
     */
    public static Metrics of(int[] users, boolean[] positive, double[] logits) {
        return of(users, positive, logits, Workers.none());
    }

    /** As {@link #of(int[], boolean[], double[])}, on some threads: their number changes no bit. */
    public static Metrics of(int[] users, boolean[] positive, double[] logits, Workers workers) {
        return new Evaluation(users, positive, logits, workers).metrics();
    }

    /** The plain metrics. */
    Metrics metrics() {
        int[] once = new int[users()];
        Arrays.fill(once, 1);
        return new Metrics(rows, rankings.users(), metric -> value(metric, once));
    }

    int users() {
        return rows.users();
    }

    /**
     * The metric's value when each user counts {@code weights[user]} times, or NaN where it is undefined.
     *
     * @param weights one count, not negative, for each user of {@link RankedRows}
     */
    double value(Metric metric, int[] weights) {
        return switch (metric) {
            case AUC -> curve.auc(weights);
            case GAUC -> rankings.gauc(weights);
            case GAUC_POSITIVES -> rankings.gaucByPositives(weights);
            case GAUC_IMPRESSIONS -> rankings.gaucByRows(weights);
            case NDCG_10 -> rankings.ndcg(weights);
            case MRR -> rankings.mrr(weights);
            case LOGLOSS -> calibration.logLoss(weights);
            case ECE -> calibration.expectedError(weights);
            case AVERAGE_PRECISION -> curve.averagePrecision(weights);
        };
    }

    /** Fills in the values of some metrics as {@link #value} gives them; those that need a walk over the rows share it. */
    void values(Metric[] metrics, int[] weights, double[] into) {
        int auc = -1;
        int precision = -1;
        for (int m = 0; m < metrics.length; m++) {
            switch (metrics[m]) {
                case AUC -> auc = m;
                case AVERAGE_PRECISION -> precision = m;
                default -> into[m] = value(metrics[m], weights);
            }
        }
        if (auc >= 0 && precision >= 0) {
            RankingCurve.Areas areas = curve.areas(weights);
            into[auc] = areas.auc();
            into[precision] = areas.averagePrecision();
        } else if (auc >= 0) {
            into[auc] = curve.auc(weights);
        } else if (precision >= 0) {
            into[precision] = curve.averagePrecision(weights);
        }
    }
}
