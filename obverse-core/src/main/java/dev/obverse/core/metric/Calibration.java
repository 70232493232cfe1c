package dev.obverse.core.metric;

import java.util.Arrays;

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

    private final int[] rows;
    private final double[] loss;
    private final int[] cellStart;
    private byte[] cellBin;
    private double[] cellGap;

    Calibration(RankedRows ranked) {
        rows = new int[ranked.users()];
        loss = new double[ranked.users()];
        cellStart = new int[ranked.users() + 1];
        int most = (int) Math.min(ranked.rows(), (long) BINS * ranked.users());
        cellBin = new byte[most];
        cellGap = new double[most];
        int cells = 0;
        for (int user = 0; user < rows.length; user++) {
            rows[user] = ranked.startOf(user + 1) - ranked.startOf(user);
            cells = add(ranked, user, cells);
            cellStart[user + 1] = cells;
        }
        cellBin = Arrays.copyOf(cellBin, cells);
        cellGap = Arrays.copyOf(cellGap, cells);
    }

    private int add(RankedRows ranked, int user, int firstCell) {
        int cells = firstCell;
        for (int i = ranked.startOf(user); i < ranked.startOf(user + 1); i++) {
            int rank = ranked.rankOf(i);
            double logit = ranked.logitAt(rank);
            boolean positive = ranked.positiveAt(rank);
            loss[user] += softplus(positive ? -logit : logit);
            double probability = sigmoid(logit);
            byte bin = (byte) Math.min(BINS - 1, (int) (BINS * probability));
            if (cells == firstCell || cellBin[cells - 1] != bin) {
                cellBin[cells++] = bin;
            }
            cellGap[cells - 1] += positive ? probability - 1 : probability;
        }
        return cells;
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    private static double sigmoid(double z) {
        double small = Math.exp(-Math.abs(z));
        return (z >= 0 ? 1 : small) / (1 + small);
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
            for (int cell = cellStart[user]; weight > 0 && cell < cellStart[user + 1]; cell++) {
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
