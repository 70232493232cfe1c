package dev.obverse.core.metric;

/**
 * AUC and average precision over all rows when each user counts a given number of times: one walk down the ranking, no sort.
 *
 * <p>A rank is packed into one int, {@code last of its tie group | user | positive}, because the walk is the inner loop of the
 * bootstrap and lives on memory bandwidth. Counts are exact: they are sums of ints in longs.
 */
final class RankingCurve {
    private static final int LAST_OF_TIE = 1 << 31;

    private final int[] ranks;

    RankingCurve(RankedRows rows) {
        ranks = new int[rows.rows()];
        for (int rank = 0; rank < ranks.length; rank++) {
            boolean last = rank == ranks.length - 1 || !rows.tied(rank, rank + 1);
            ranks[rank] = rows.userAt(rank) << 1 | (rows.positiveAt(rank) ? 1 : 0) | (last ? LAST_OF_TIE : 0);
        }
    }

    /**
     * The Mann-Whitney statistic over its maximum; NaN without weight on both labels.
     *
     * @param weights how often each user counts
     */
    double auc(int[] weights) {
        long positives = 0;
        long negatives = 0;
        long tiedPositives = 0;
        long tiedNegatives = 0;
        long twiceWon = 0;
        for (int rank : ranks) {
            int weight = weights[user(rank)];
            int ifPositive = -(rank & 1);
            tiedPositives += weight & ifPositive;
            tiedNegatives += weight & ~ifPositive;
            if (rank < 0) {
                twiceWon += tiedNegatives * (2 * positives + tiedPositives);
                positives += tiedPositives;
                negatives += tiedNegatives;
                tiedPositives = 0;
                tiedNegatives = 0;
            }
        }
        return twiceWon / (2.0 * positives * negatives);
    }

    /**
     * The sum over thresholds of precision times gain in recall; NaN without weight on positives.
     *
     * @param weights how often each user counts
     */
    double averagePrecision(int[] weights) {
        long above = 0;
        long positives = 0;
        long tiedPositives = 0;
        double sum = 0;
        for (int rank : ranks) {
            int weight = weights[user(rank)];
            above += weight;
            tiedPositives += weight & -(rank & 1);
            if (rank < 0) {
                // Where nothing was gained this adds 0; to ask first would be a branch that nobody can predict.
                positives += tiedPositives;
                sum += (double) tiedPositives * positives / Math.max(above, 1);
                tiedPositives = 0;
            }
        }
        return sum / positives;
    }

    /** What one walk tells. */
    record Areas(double auc, double averagePrecision) {}

    /** Returns both in one walk. */
    Areas areas(int[] weights) {
        long positives = 0;
        long negatives = 0;
        long tiedPositives = 0;
        long tiedNegatives = 0;
        long twiceWon = 0;
        double sum = 0;
        for (int rank : ranks) {
            int weight = weights[user(rank)];
            int ifPositive = -(rank & 1);
            tiedPositives += weight & ifPositive;
            tiedNegatives += weight & ~ifPositive;
            if (rank < 0) {
                twiceWon += tiedNegatives * (2 * positives + tiedPositives);
                positives += tiedPositives;
                negatives += tiedNegatives;
                sum += (double) tiedPositives * positives / Math.max(positives + negatives, 1);
                tiedPositives = 0;
                tiedNegatives = 0;
            }
        }
        return new Areas(twiceWon / (2.0 * positives * negatives), sum / positives);
    }

    private static int user(int rank) {
        return (rank & ~LAST_OF_TIE) >>> 1;
    }
}
