package dev.obverse.core.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableGradientTest {
    private final EmbeddingTable table = new EmbeddingTable("user", 1000, 3);
    private final Weights weights = Weights.vector("out", 2);
    private final Gradients gradients = new Gradients(new Parameters(List.of(table), List.of(weights)), 2);

    @Test
    void sumsTheGradientsOfARepeatedRow() {
        TableGradient gradient = gradients.of(table);
        float[] source = {9, 1, 2, 3, 10, 20, 30};
        gradient.add(7, 1, source, 1);
        gradient.add(500, 0.5f, source, 4);
        gradient.add(7, 2, source, 4);
        assertThat(gradient.rows().size()).isEqualTo(2);
        assertThat(gradient.rows().row(0)).isEqualTo(7);
        assertThat(gradient.sums()).startsWith(21, 42, 63, 5, 10, 15);
    }

    @Test
    void startsFromZeroAfterClear() {
        TableGradient gradient = gradients.of(table);
        gradient.add(7, 1, new float[] {1, 2, 3}, 0);
        gradients.of(weights)[1] = 4;
        gradients.clear();
        assertThat(gradient.rows().size()).isZero();
        assertThat(gradients.of(weights)).containsOnly(0f);
        assertThat(gradient.touch(8)).isZero();
        assertThat(gradient.sums()).startsWith(0, 0, 0);
    }

    @Test
    void growsPastItsCapacity() {
        TableGradient gradient = gradients.of(table);
        for (int row = 0; row < 1000; row++) {
            gradient.add(999 - row, row, new float[] {1, 2, 3}, 0);
        }
        for (int slot = 0; slot < 1000; slot++) {
            assertThat(gradient.rows().row(slot)).isEqualTo(999 - slot);
            assertThat(gradient.sums()[slot * 3 + 2]).isEqualTo(3f * slot);
        }
    }

    @Test
    void knowsOnlyTheParametersOfItsHead() {
        assertThatThrownBy(() -> gradients.of(Weights.vector("stranger", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the parameter stranger is not one of this head");
        assertThatThrownBy(() -> gradients.of(new EmbeddingTable("user", 1000, 3))).isInstanceOf(IllegalArgumentException.class);
    }
}
