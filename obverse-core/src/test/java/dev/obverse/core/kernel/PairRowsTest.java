package dev.obverse.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairRowsTest {
    @ParameterizedTest
    @CsvSource({"0, 10", "1, 1", "9, 3", "200, 10", "1024, 16", "1024, 17", "1024, 3952", "1024, 6040", "1000, 1000000", "3000, 30000000"})
    void eachDistinctIdHasOneSlotWithItsPairsInTheOrderOfTheBatch(int n, int bound) {
        SplitMix64 random = new SplitMix64(n + bound);
        PairRows rows = new PairRows(4);
        for (int round = 0; round < 3; round++) {
            int[] ids = new int[n + round];
            Map<Integer, List<Integer>> expected = new TreeMap<>();
            for (int i = 0; i < n; i++) {
                ids[i] = random.nextInt(7) == 0 ? -1 - random.nextInt(3) : random.nextInt(bound);
                if (ids[i] >= 0) {
                    expected.computeIfAbsent(ids[i], id -> new ArrayList<>()).add(i);
                }
            }
            rows.index(ids, n);
            assertThat(pairsById(rows)).isEqualTo(expected);
            for (int i = 0; i < n; i++) {
                int slot = rows.slotOfPair()[i];
                assertThat(slot < 0 ? -1 : rows.rows().row(slot)).isEqualTo(Math.max(-1, ids[i]));
            }
        }
    }

    private static Map<Integer, List<Integer>> pairsById(PairRows rows) {
        Map<Integer, List<Integer>> found = new TreeMap<>();
        for (int slot = 0; slot < rows.rows().size(); slot++) {
            List<Integer> pairs = new ArrayList<>();
            for (int i = rows.starts()[slot]; i < rows.starts()[slot + 1]; i++) {
                assertThat(rows.slots()[i]).isEqualTo(slot);
                pairs.add(rows.pairs()[i]);
            }
            assertThat(found.put(rows.rows().row(slot), pairs)).isNull();
        }
        return found;
    }

    @Test
    void slotsComeInTheOrderInWhichTheirIdsFirstAppear() {
        PairRows rows = new PairRows(8);
        rows.index(new int[] {7, 7, 5}, 3);
        rows.index(new int[] {5, -1, 9, 5, 7}, 5);
        assertThat(rows.rows().size()).isEqualTo(3);
        assertThat(new int[] {rows.rows().row(0), rows.rows().row(1), rows.rows().row(2)}).containsExactly(5, 9, 7);
        assertThat(rows.slotOfPair()).startsWith(0, -1, 1, 0, 2);
    }
}
