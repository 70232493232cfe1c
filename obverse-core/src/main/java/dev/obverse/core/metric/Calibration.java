package dev.obverse.core.metric;

import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.Logistic;

/**
 * Log-loss and expected calibration error, summed per user so that a resample of users costs no walk over rows.
 *
 * <p>The loss of a row is {@code softplus(-z)} if positive, else {@code softplus(z)}. The calibration error is
 * {@code sum over bins of |sum of (p - y)| / rows}, with bin {@code min(14, floor(15 p))}: the usual weighting of each bin's
 * |confidence - accuracy| by its share of the rows. A user's rows are sorted by logit, so those of one bin lie together: each
 * run becomes one (bin, sum of p - y) cell.
 */
final class Calibration {
    private static final int BINS = 15;
    private static final int GRAIN = 64;

    private final int[] rows;
    private final double[] loss;
    /** Where the cells of each user start, with room for as many as it can have. */
    private final int[] cellStart;
    private final int[] cellEnd;
    private final byte[] cellBin;
    private final double[] cellGap;

    Calibration(RankedRows ranked, Workers workers) {
        rows = new int[ranked.users()];
        loss = new double[ranked.users()];
        cellStart = new int[ranked.users() + 1];
        cellEnd = new int[ranked.users()];
        for (int user = 0; user < rows.length; user++) {
            rows[user] = ranked.startOf(user + 1) - ranked.startOf(user);
            cellStart[user + 1] = cellStart[user] + Math.min(BINS, rows[user]);
        }
        cellBin = new byte[cellStart[rows.length]];
        cellGap = new double[cellStart[rows.length]];
        workers.run(rows.length, GRAIN, (from, to) -> {
            for (int user = from; user < to; user++) {
                cellEnd[user] = add(ranked, user);
            }
        });
    }

    /** Fills the cells of a user and returns where they end. */
    private int add(RankedRows ranked, int user) {
        int firstCell = cellStart[user];
        int cells = firstCell;
        for (int i = ranked.startOf(user); i < ranked.startOf(user + 1); i++) {
            int rank = ranked.rankOf(i);
            double logit = ranked.logitAt(rank);
            boolean positive = ranked.positiveAt(rank);
            loss[user] += Logistic.softplus(positive ? -logit : logit);
            double probability = Logistic.sigmoid(logit);
            byte bin = (byte) Math.min(BINS - 1, (int) (BINS * probability));
            if (cells == firstCell || cellBin[cells - 1] != bin) {
                cellBin[cells++] = bin;
            }
            cellGap[cells - 1] += positive ? probability - 1 : probability;
        }
        return cells;
    }

    /** Mean loss of a row in nats; the rows of a user count {@code weights[user]} times. NaN without rows. */
    double logLoss(int[] weights) {
        double sum = 0;
        for (int user = 0; user < loss.length; user++) {
            sum += weights[user] * loss[user];
        }
        return sum / total(weights);
    }

    /** Expected calibration error, from 0 to 1; weights as for {@link #logLoss}. NaN without rows. */
    double expectedError(int[] weights) {
        double[] gaps = new double[BINS];
        for (int user = 0; user < rows.length; user++) {
            int weight = weights[user];
            for (int cell = cellStart[user]; weight > 0 && cell < cellEnd[user]; cell++) {
                gaps[cellBin[cell]] += weight * cellGap[cell];
            }
        }
        double sum = 0;
        for (double gap : gaps) {
            sum += Math.abs(gap);
        }
        return sum / total(weights);
    }

    private double total(int[] weights) {
        long total = 0;
        for (int user = 0; user < rows.length; user++) {
            total += (long) weights[user] * rows[user];
        }
        return total;
    }
}
