package dev.obverse.core.metric;

import dev.obverse.core.kernel.Workers;
import java.util.Arrays;

/**
 * AUC, NDCG@10 and expected reciprocal rank of every user that has rows of both labels.
 *
 * <p>Each is a walk down the user's tie groups. With {@code m} tied rows, {@code k} of them positive, from position {@code a}
 * (counted from 0): NDCG expects a gain of {@code k/m} at each of the positions {@code a..a+m-1}; the first hit of the first
 * group with {@code k > 0} is its {@code j}-th row with probability {@code C(m-j, k-1) / C(m, k)}.
 */
final class UserRankings {
    private static final int CUT = 10;
    private static final int GRAIN = 64;

    private final int[] user;
    private final int[] rows;
    private final int[] positives;
    private final double[] auc;
    private final double[] ndcg;
    private final double[] reciprocalRank;
    private final double[] discountUpTo = Discounts.sums(CUT);

    UserRankings(RankedRows ranked, Workers workers) {
        int[] positivesOf = new int[ranked.users()];
        for (int rank = 0; rank < ranked.rows(); rank++) {
            positivesOf[ranked.userAt(rank)] += ranked.positiveAt(rank) ? 1 : 0;
        }
        int[] mixed = new int[ranked.users()];
        int count = 0;
        for (int u = 0; u < mixed.length; u++) {
            if (positivesOf[u] > 0 && positivesOf[u] < ranked.startOf(u + 1) - ranked.startOf(u)) {
                mixed[count++] = u;
            }
        }
        user = Arrays.copyOf(mixed, count);
        rows = new int[count];
        positives = new int[count];
        auc = new double[count];
        ndcg = new double[count];
        reciprocalRank = new double[count];
        workers.run(count, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                rows[i] = ranked.startOf(user[i] + 1) - ranked.startOf(user[i]);
                positives[i] = positivesOf[user[i]];
                rank(ranked, i);
            }
        });
    }

    private void rank(RankedRows ranked, int i) {
        int start = ranked.startOf(user[i]);
        long positivesAbove = 0;
        long twiceWon = 0;
        double gain = 0;
        for (int from = 0; from < rows[i]; ) {
            int to = from;
            int tiedPositives = 0;
            do {
                tiedPositives += ranked.positiveAt(ranked.rankOf(start + to)) ? 1 : 0;
                to++;
            } while (to < rows[i] && ranked.tied(ranked.rankOf(start + from), ranked.rankOf(start + to)));
            int tied = to - from;
            if (tiedPositives > 0 && positivesAbove == 0) {
                reciprocalRank[i] = expectedReciprocalRank(from, tied, tiedPositives);
            }
            twiceWon += (tied - tiedPositives) * (2 * positivesAbove + tiedPositives);
            double discount = discountUpTo[Math.min(to, CUT)] - discountUpTo[Math.min(from, CUT)];
            gain += discount * tiedPositives / tied;
            positivesAbove += tiedPositives;
            from = to;
        }
        auc[i] = twiceWon / (2.0 * positives[i] * (rows[i] - positives[i]));
        ndcg[i] = gain / discountUpTo[Math.min(positives[i], CUT)];
    }

    /** The mean of {@code 1/(above + j)}, {@code j} the place of the first of the positives among the tied, in random order. */
    private static double expectedReciprocalRank(int above, int tied, int positives) {
        double probability = (double) positives / tied;
        double mean = 0;
        for (int j = 1; j <= tied - positives + 1; j++) {
            mean += probability / (above + j);
            probability *= (double) (tied - positives + 1 - j) / (tied - j);
        }
        return mean;
    }

    /** How many users have rows of both labels. */
    int users() {
        return user.length;
    }

    /** Mean AUC of the users; each counts {@code weights[user]} times. NaN if none counts. */
    double gauc(int[] weights) {
        return mean(auc, weights);
    }

    double gaucByPositives(int[] weights) {
        return mean(auc, weights, positives);
    }

    double gaucByRows(int[] weights) {
        return mean(auc, weights, rows);
    }

    double ndcg(int[] weights) {
        return mean(ndcg, weights);
    }

    double mrr(int[] weights) {
        return mean(reciprocalRank, weights);
    }

    private double mean(double[] values, int[] weights) {
        double sum = 0;
        long total = 0;
        for (int i = 0; i < values.length; i++) {
            int weight = weights[user[i]];
            sum += weight * values[i];
            total += weight;
        }
        return sum / total;
    }

    private double mean(double[] values, int[] weights, int[] importance) {
        double sum = 0;
        long total = 0;
        for (int i = 0; i < values.length; i++) {
            long weight = (long) weights[user[i]] * importance[i];
            sum += weight * values[i];
            total += weight;
        }
        return sum / total;
    }
}
