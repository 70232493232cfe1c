package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.TensorView;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteCheckTest {
    private static final int ROWS = 9000;
    private static final int STRIDE = 120;

    /** Wherever the value is, and on any number of threads; what lies between the rows is somebody else's. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void findsEveryValueThatIsNotFinite(float value) {
        try (Workers two = new Workers(2)) {
            for (Workers workers : List.of(Workers.none(), two)) {
                FiniteCheck check = new FiniteCheck(workers);
                for (int width : new int[] {1, 32, 39}) {
                    float[] data = new float[ROWS * STRIDE];
                    Arrays.fill(data, Float.MAX_VALUE);
                    data[5 + width] = value;
                    TensorView tensor = new TensorView("t", List.of((long) ROWS, (long) width), data, 5, ROWS, width, STRIDE);
                    assertThat(check.passes(tensor)).isTrue();
                    for (int row : new int[] {0, 4096, ROWS - 1}) {
                        for (int column : new int[] {0, width / 2, width - 1}) {
                            tensor.set(row, column, value);
                            assertThat(check.passes(tensor)).as("row %d, column %d of %d", row, column, width).isFalse();
                            tensor.set(row, column, Float.MAX_VALUE);
                        }
                    }
                }
            }
        }
    }
}
