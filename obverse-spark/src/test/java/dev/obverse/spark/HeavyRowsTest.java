package dev.obverse.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rows of heavy users come from blocks in any order, and are the same in the end. */
final class HeavyRowsTest {
    @Test
    void theOrderInWhichBlocksComeDoesNotShow() {
        HeavyRows a = new HeavyRows(new int[] {0, 1}, new int[] {7, 2}, new byte[] {1, 0});
        HeavyRows b = new HeavyRows(new int[] {0, 1}, new int[] {3, 9}, new byte[] {2, 1});
        for (HeavyRows rows : new HeavyRows[] {a.plus(b).sorted(), b.plus(a).sorted()}) {
            assertThat(rows.users()).containsExactly(0, 0, 1, 1);
            assertThat(rows.items()).containsExactly(3, 7, 2, 9);
            assertThat(rows.labels()).containsExactly(2, 1, 0, 1);
        }
    }
}
