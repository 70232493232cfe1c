package dev.obverse.core.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.sample.SeenItems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recall, NDCG and coverage of a ranking that is known: by popularity, items 0, 1, 2, ... in this order. */
class HeldOutTest {
    private static final int USERS = 4;
    private static final int ITEMS = 8;

    private static Interactions rows(int[][] pairs, Label label) {
        Interactions.Builder rows = new Interactions.Builder(pairs.length);
        for (int[] pair : pairs) {
            rows.add(pair[0], pair[1], label.code());
        }
        return rows.build();
    }

    private static TopItems popular(Kernels kernels) {
        Interactions.Builder rows = new Interactions.Builder(0);
        for (int item = 0; item < ITEMS; item++) {
            for (int times = item; times < ITEMS - 1; times++) {
                rows.add(3, item, Label.POSITIVE_CODE);
            }
            rows.add(3, item, Label.NEGATIVE_CODE);
        }
        return TopItems.of(Popularity.of(rows.build(), ITEMS), ITEMS, kernels, Workers.none());
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void theMetricsOfListsDoneByHand(Kernels kernels) {
        // User 0 has seen item 0: its list is 1, 2, 3, of which 2 is liked, and 6 is missed. The list of user 1 is 0, 1, 2, of which 0 is
        // liked. The others have no positive.
        SeenItems seen = SeenItems.of(rows(new int[][] {{0, 0}, {2, 5}}, Label.UNLABELED), USERS, ITEMS);
        HeldOut heldOut = HeldOut.of(rows(new int[][] {{0, 2}, {0, 6}, {0, 6}, {1, 0}}, Label.POSITIVE), seen);
        TopMetrics metrics = heldOut.judge(popular(kernels), 3, Weighting.LIKE);
        double second = Math.log(2) / Math.log(3);
        assertThat(metrics.users()).isEqualTo(2);
        assertThat(metrics.recall()).isCloseTo((0.5 + 1) / 2, within(1e-12));
        assertThat(metrics.ndcg()).isCloseTo((second / (1 + second) + 1) / 2, within(1e-12));
        assertThat(metrics.coverage()).isCloseTo(4.0 / ITEMS, within(1e-12));
    }

    @Test
    void whatNoListCanHoldIsLeftOutAndCounted() {
        SeenItems seen = SeenItems.of(rows(new int[][] {{0, 0}}, Label.NEGATIVE), USERS, ITEMS);
        HeldOut heldOut = HeldOut.of(rows(new int[][] {{0, 0}, {-1, 2}, {1, -1}, {-1, -1}, {2, 2}}, Label.POSITIVE), seen);
        assertThat(heldOut.users()).isEqualTo(1);
        assertThat(heldOut.unknown()).isEqualTo(3);
        assertThat(heldOut.alreadySeen()).isEqualTo(1);
        assertThat(HeldOut.of(rows(new int[][] {{1, 2}}, Label.NEGATIVE), seen).users()).isZero();
    }

    @Test
    void withoutPositivesTheMetricsAreUndefined() {
        SeenItems seen = SeenItems.of(Interactions.empty(), USERS, ITEMS);
        TopMetrics metrics = HeldOut.of(Interactions.empty(), seen).judge(popular(Providers.all().get(0)), 5, Weighting.LIKE);
        assertThat(metrics).isEqualTo(new TopMetrics(5, 0, Double.NaN, Double.NaN, Double.NaN));
    }

    @Test
    void aSampleIsEvenlySpaced() {
        SeenItems seen = SeenItems.of(Interactions.empty(), USERS, ITEMS);
        HeldOut all = HeldOut.of(rows(new int[][] {{0, 7}, {1, 0}, {2, 7}, {3, 0}}, Label.POSITIVE), seen);
        assertThat(all.sample(4)).isSameAs(all);
        HeldOut half = all.sample(2);
        assertThat(half.users()).isEqualTo(2);
        assertThat(half.judge(popular(Providers.all().get(0)), 1, Weighting.LIKE).recall()).isZero();
    }
}
