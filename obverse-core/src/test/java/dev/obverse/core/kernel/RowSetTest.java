package dev.obverse.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.sample.SplitMix64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowSetTest {
    @ParameterizedTest
    @CsvSource({"0, 1000, 50", "8, 1000, 2000000000", "1000, 1000, 700", "3, 5000, 5000"})
    void givesSlotsByFirstAppearanceAsANaiveMapDoes(int capacity, int adds, int bound) {
        RowSet rows = new RowSet(capacity);
        SplitMix64 random = new SplitMix64(adds);
        for (int round = 0; round < 3; round++) {
            rows.clear();
            Map<Integer, Integer> naive = new LinkedHashMap<>();
            for (int i = 0; i < adds; i++) {
                int row = random.nextInt(bound);
                naive.putIfAbsent(row, naive.size());
                assertThat(rows.add(row)).isEqualTo(naive.get(row));
            }
            assertThat(rows.size()).isEqualTo(naive.size());
            naive.forEach((row, slot) -> assertThat(rows.row(slot)).isEqualTo(row));
        }
    }

    /** Ids that are multiples of a power of two share their low bits; each still has a slot of its own. */
    @Test
    void separatesIdsThatDifferOnlyInHighBits() {
        RowSet rows = new RowSet(16);
        for (int i = 0; i < 500; i++) {
            assertThat(rows.add(i << 22)).isEqualTo(i);
        }
    }

    /** The set of a batch is written by its index; a backbone of one's own may add rows to a copy of it. */
    @Test
    void aCopyOfABatchsRowsGoesOn() {
        PairRows batch = new PairRows(4);
        batch.index(new int[] {40, 7, 40, -1, 23}, 5);
        RowSet rows = new RowSet(1);
        rows.add(99);
        rows.copy(batch.rows());
        assertThat(rows.size()).isEqualTo(3);
        for (int slot = 0; slot < 3; slot++) {
            assertThat(rows.add(batch.rows().row(slot))).isEqualTo(slot);
        }
        assertThat(rows.add(99)).isEqualTo(3);
        assertThat(rows.shareStart(RowSet.SHARES)).isEqualTo(4);
    }
}
