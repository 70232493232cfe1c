package dev.obverse.core.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenItemsTest {
    private static final int USERS = 13;
    private static final int ITEMS = 29;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void knowsWhatANaiveSetKnows(long seed) {
        Interactions rows = randomRows(seed, 300);
        Set<List<Integer>> naive = new HashSet<>();
        for (int row = 0; row < rows.size(); row++) {
            naive.add(List.of(rows.user(row), rows.item(row)));
        }
        SeenItems seen = SeenItems.of(rows, USERS, ITEMS);
        for (int user = 0; user < USERS; user++) {
            int unseen = 0;
            for (int item = 0; item < ITEMS; item++) {
                assertThat(seen.contains(user, item)).isEqualTo(naive.contains(List.of(user, item)));
                unseen += naive.contains(List.of(user, item)) ? 0 : 1;
            }
            assertThat(seen.unseenCount(user)).isEqualTo(unseen);
        }
    }

    @Test
    void countsRowsAndNotItems() {
        SeenItems seen = SeenItems.of(rowsOf(0, 4, 4, 2), USERS, ITEMS);
        assertThat(seen.count(0)).isEqualTo(3);
        assertThat(seen.unseenCount(0)).isEqualTo(ITEMS - 2);
        assertThat(seen.users()).isEqualTo(USERS);
        assertThat(seen.items()).isEqualTo(ITEMS);
    }

    @Test
    void drawsEveryUnseenItemAsOften() {
        SeenItems seen = SeenItems.of(rowsOf(0, 3, 3, 9, 0, 19), 1, 20);
        assertUniformOver(seen, 16, 16_000);
    }

    /** 2 of 1,000 items are left: 32 attempts find neither in 94 of 100 draws, so nearly all are made by counting. */
    @Test
    void drawsUniformlyForAUserWhoHasSeenNearlyEverything() {
        int[] items = new int[998 + 40];
        for (int i = 0; i < items.length; i++) {
            int item = i % 998;
            items[i] = item < 400 ? item : item < 900 ? item + 1 : item + 2;
        }
        SeenItems seen = SeenItems.of(rowsOf(0, items), 1, 1000);
        assertThat(seen.contains(0, 400)).isFalse();
        assertThat(seen.contains(0, 901)).isFalse();
        assertUniformOver(seen, 2, 4000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 998, 999})
    void findsTheOneItemThatIsLeft(int left) {
        int[] items = new int[999];
        for (int i = 0; i < items.length; i++) {
            items[i] = i < left ? i : i + 1;
        }
        SeenItems seen = SeenItems.of(rowsOf(0, items), 1, 1000);
        for (int seed = 0; seed < 20; seed++) {
            assertThat(seen.drawUnseen(0, new SplitMix64(seed))).isEqualTo(left);
        }
    }

    @Test
    void hasNothingToDrawForAUserWhoHasSeenEverything() {
        SeenItems seen = SeenItems.of(rowsOf(0, 0, 1, 2, 2), 2, 3);
        assertThat(seen.unseenCount(0)).isZero();
        assertThat(seen.drawUnseen(0, new SplitMix64(1))).isEqualTo(Interactions.UNKNOWN);
        assertThat(seen.drawUnseen(1, new SplitMix64(1))).isBetween(0, 2);
    }

    private static void assertUniformOver(SeenItems seen, int unseen, int draws) {
        SplitMix64 random = new SplitMix64(41);
        int[] counts = new int[seen.items()];
        for (int i = 0; i < draws; i++) {
            counts[seen.drawUnseen(0, random)]++;
        }
        long[] drawn = new long[unseen];
        int at = 0;
        for (int item = 0; item < counts.length; item++) {
            if (seen.contains(0, item)) {
                assertThat(counts[item]).as("draws of the seen item %d", item).isZero();
            } else {
                drawn[at++] = counts[item];
            }
        }
        assertThat(ChiSquare.ofUniform(drawn)).isLessThan(ChiSquare.limit(unseen - 1));
    }

    private static Interactions rowsOf(int user, int... items) {
        Interactions.Builder rows = new Interactions.Builder(items.length);
        for (int item : items) {
            rows.add(user, item, Label.POSITIVE_CODE);
        }
        return rows.build();
    }

    /** Rows of all labels, some pairs twice; the last user has none. */
    private static Interactions randomRows(long seed, int count) {
        SplitMix64 random = new SplitMix64(seed);
        Interactions.Builder rows = new Interactions.Builder(0);
        for (int i = 0; i < count; i++) {
            rows.add(random.nextInt(USERS - 1), random.nextInt(ITEMS), (byte) random.nextInt(3));
        }
        return rows.build();
    }
}
