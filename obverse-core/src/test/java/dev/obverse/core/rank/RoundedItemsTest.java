package dev.obverse.core.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.sample.SplitMix64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounded vectors must not be so long that a product of two leaves 16 bits. */
class RoundedItemsTest {
    private static float[] rows(int count, int depth) {
        SplitMix64 random = new SplitMix64(1);
        float[] rows = new float[count * depth];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 33, 1000, 16_000})
    void noRoundedItemIsLongerThanTheLongest(int depth) {
        float[] rows = rows(9, depth);
        RoundedItems items = RoundedItems.of(rows, 9, Frame.of(new float[][] {rows}, depth));
        assertThat(items.norm()).isBetween(80.0, RoundedItems.LONGEST + 1e-9);
        assertThat(items.error()).isBetween(0.0, Math.sqrt(depth) / 2);
    }

    @Test
    void ofABlockWithAValueThatIsNotFiniteNothingIsKnownAndNothingIsRounded() {
        float[] rows = rows(9, 5);
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            rows[7] = value;
            RoundedItems items = RoundedItems.of(rows, 9, Frame.of(new float[][] {rows}, 5));
            assertThat(items.panels().data()).containsOnly(0);
            assertThat(items.largest()).isNaN();
        }
    }
}
