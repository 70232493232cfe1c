package dev.obverse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NDCG and MRR as means over every order of tied rows, found here by trying all orders of a few rows. */
class TieOrdersTest {
    static long[] seeds() {
        return new Random(7).longs(40).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ndcgAndMrrAreMeansOverAllOrdersOfTiedRows(long seed) {
        Random random = new Random(seed);
        int count = 2 + random.nextInt(6);
        boolean[] positive = new boolean[count];
        double[] logits = new double[count];
        for (int i = 0; i < count; i++) {
            positive[i] = i == 0 || (i > 1 && random.nextBoolean());
            logits[i] = random.nextInt(3);
        }

        Orders orders = new Orders(positive, logits);
        orders.visit(new int[count], 0, new boolean[count]);

        Metrics metrics = Evaluation.of(new int[count], positive, logits);
        assertThat(metrics.get(Metric.MRR)).isCloseTo(orders.reciprocalRank / orders.count, within(1e-12));
        assertThat(metrics.get(Metric.NDCG_10)).isCloseTo(orders.ndcg / orders.count, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ndcgCountsOnlyTheFirstTenPositions(long seed) {
        Random random = new Random(seed);
        int count = 11 + random.nextInt(20);
        boolean[] positive = new boolean[count];
        double[] logits = new double[count];
        for (int i = 0; i < count; i++) {
            positive[i] = i == 0 || (i > 1 && random.nextBoolean());
            logits[i] = -i;
        }
        assertThat(Evaluation.of(new int[count], positive, logits).get(Metric.NDCG_10))
                .isCloseTo(Orders.ndcg(positive), within(1e-12));
    }

    /** All orders of the rows that have no larger logit after a smaller one. */
    private static final class Orders {
        private final boolean[] positive;
        private final double[] logits;
        private int count;
        private double ndcg;
        private double reciprocalRank;

        Orders(boolean[] positive, double[] logits) {
            this.positive = positive;
            this.logits = logits;
        }

        void visit(int[] order, int placed, boolean[] used) {
            if (placed == order.length) {
                boolean[] labels = new boolean[placed];
                int first = placed;
                for (int i = placed - 1; i >= 0; i--) {
                    labels[i] = positive[order[i]];
                    first = labels[i] ? i : first;
                }
                count++;
                ndcg += ndcg(labels);
                reciprocalRank += 1.0 / (first + 1);
                return;
            }
            for (int row = 0; row < order.length; row++) {
                if (!used[row] && (placed == 0 || logits[row] <= logits[order[placed - 1]])) {
                    used[row] = true;
                    order[placed] = row;
                    visit(order, placed + 1, used);
                    used[row] = false;
                }
            }
        }

        static double ndcg(boolean[] labels) {
            boolean[] ideal = new boolean[labels.length];
            int positives = 0;
            for (boolean label : labels) {
                positives += label ? 1 : 0;
            }
            Arrays.fill(ideal, 0, positives, true);
            return gain(labels) / gain(ideal);
        }

        private static double gain(boolean[] labels) {
            double gain = 0;
            for (int i = 0; i < Math.min(10, labels.length); i++) {
                gain += labels[i] ? Math.log(2) / Math.log(i + 2) : 0;
            }
            return gain;
        }
    }
}
