package dev.obverse.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One matrix of three rows with one value and one number of optimizer state each. */
final class MergeTest {
    private static final Shared BEFORE = new Shared(new Shape[] {new Shape(3, 1, 2)}, new float[][] {{10, 1, 20, 2, 30, 3}});

    private static Rows rows(int block, int[] ids, float... values) {
        return new Rows(block, 0, ids, values);
    }

    @Test
    void aRowThatOneBlockChangedIsTakenAsItIs() {
        Rows merged = new Merge(0.5).of(List.of(rows(1, new int[] {2}, 0.1f, 0.7f)), BEFORE);
        assertThat(merged.ids()).containsExactly(2);
        assertThat(merged.values()).containsExactly(0.1f, 0.7f);
    }

    @ParameterizedTest
    @CsvSource({"0, 18", "1, 12", "0.5, 14"})
    void changesOfSeveralBlocksAreAddedAveragedOrBetween(double exponent, float expected) {
        int[] id = {0};
        Rows merged = new Merge(exponent).of(
                List.of(rows(0, id, 12, 5), rows(1, id, 12, 5), rows(2, id, 12, 5), rows(3, id, 12, 5)), BEFORE);
        assertThat(merged.values()[0]).isEqualTo(expected);
        assertThat(merged.values()[1]).as("state is averaged always").isEqualTo(5f);
    }

    @Test
    void theOrderInWhichBlocksComeChangesNoBit() {
        Rows a = rows(0, new int[] {0, 1}, 0.1f, 0.3f, 1e7f, 2f);
        Rows b = rows(1, new int[] {1, 2}, -3.3f, 1e-9f, 5f, 6f);
        Rows c = rows(2, new int[] {0, 1, 2}, 7.7f, 0.2f, 1f, 1f, 2f, 2f);
        Merge merge = new Merge(0.5);
        Rows forth = merge.of(List.of(a, b, c), BEFORE);
        Rows back = merge.of(List.of(c, b, a), BEFORE);
        assertThat(forth.ids()).containsExactly(0, 1, 2).containsExactly(back.ids());
        assertThat(forth.values()).containsExactly(back.values());
    }

    @Test
    void aPatchReplacesTheRowsThatItHasAndNoOthers() {
        int[] ids = {0, 2};
        float[] values = BEFORE.rows(0, ids);
        assertThat(values).containsExactly(10, 1, 30, 3);
        rows(0, new int[] {1, 2}, 7, 7, 31, 4).copyTo(values, ids);
        assertThat(values).containsExactly(10, 1, 31, 4);
        rows(0, new int[] {}).copyTo(values, ids);
        rows(0, new int[] {0, 1}, 11, 2, 8, 8).copyTo(values, ids);
        assertThat(values).containsExactly(11, 2, 31, 4);
    }

    @Test
    void piecesHoldEveryRowOnceAndSayWhichMatrix() {
        Rows all = new Rows(0, 3, new int[] {0, 4, 5, 9}, new float[] {1, 2, 3, 4});
        List<Pieces.Piece> pieces = new Pieces(2).of(all, new Shape(10, 1, 1));
        assertThat(pieces).extracting(Pieces.Piece::key).containsExactly(6, 7);
        assertThat(pieces.get(0).rows().ids()).containsExactly(0, 4);
        assertThat(pieces.get(1).rows().values()).containsExactly(3, 4);
    }
}
