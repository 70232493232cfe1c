package dev.obverse.core.metric;

import dev.obverse.core.InvalidInputException;
import java.util.Arrays;

/**
 * Every metric of one set of scored rows, for any weighting of its users.
 *
 * <p>The plain metrics are those with every user counted once; a bootstrap resample counts each user as often as it was drawn.
 * One code path serves both. Cost: two linear sorts when it is made, then O(rows) for AUC and average precision and O(users)
 * for the others.
 */
public final class Evaluation {
    private final RankedRows rows;
    private final RankingCurve curve;
    private final UserRankings rankings;
    private final Calibration calibration;

    Evaluation(int[] users, boolean[] positive, double[] logits) {
        rows = RankedRows.of(users, positive, logits);
        curve = new RankingCurve(rows);
        rankings = new UserRankings(rows);
        calibration = new Calibration(rows);
    }

    /**
     * The metrics of labelled rows.
     *
     * <p>Every distinct int in {@code users} is one user, negative ones too; ids need not be dense. Rows of users that training
     * never saw belong to users like any others: give each such user an id of its own (say -1, -2, ...), for rows that share
     * an id are ranked against each other. Where a row's user is not known at all, give the row a negative id of its own: it
     * then counts in the metrics over all rows and in no per-user one.
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
        Evaluation evaluation = new Evaluation(users, positive, logits);
        int[] once = new int[evaluation.users()];
        Arrays.fill(once, 1);
        return Metrics.of(
                evaluation.rows, evaluation.rankings.users(), metric -> evaluation.value(metric, once));
    }

    int users() {
        return rows.users();
    }

    /**
     * The metric's value when each user counts {@code weights[user]} times, or NaN where it is undefined.
     *
     * @param weights one count, not negative, for each user in the order of their ids
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
}
