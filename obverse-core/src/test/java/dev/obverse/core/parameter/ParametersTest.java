package dev.obverse.core.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private final EmbeddingTable table =
            new EmbeddingTable(4, List.of(new EmbeddingTable.Column("gmf", 0, 2), new EmbeddingTable.Column("mlp", 2, 3)));
    private final Weights weights = Weights.matrix("layer", 2, 3).fillUniform(1, new SplitMix64(2));
    private final Parameters parameters = new Parameters(List.of(table), List.of(weights));

    ParametersTest() {
        table.fillNormal("gmf", 1, new SplitMix64(3));
        table.fillNormal("mlp", 1, new SplitMix64(4));
    }

    @Test
    void tensorsAreNamedMatricesThatWriteThrough() {
        TensorView mlp = parameters.tensor("mlp");
        assertThat(mlp.shape()).containsExactly(4L, 3L);
        mlp.set(1, 2, 42);
        assertThat(table.data()[1 * table.stride() + 4]).isEqualTo(42);
        assertThat(mlp.get(1, 2)).isEqualTo(42);
        assertThat(parameters.tensor("layer").shape()).containsExactly(2L, 3L);
        assertThat(parameters.tensors()).extracting(TensorView::name).containsExactly("gmf", "mlp", "layer");
        assertThatThrownBy(() -> parameters.tensor("nothing")).hasMessage("no tensor is named nothing");
        assertThatThrownBy(() -> mlp.assign(new float[11])).hasMessage("mlp has 4 x 3 values, not 11");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void roomForOptimizerStateMovesNoValue(int slots) {
        List<float[]> before = parameters.snapshot();
        parameters.reserveState(slots);
        assertThat(parameters.snapshot()).usingRecursiveComparison().isEqualTo(before);
        assertThat(table.data()).hasSize(4 * 5 * (1 + slots));
        assertThat(weights.data()).hasSize(6 * (1 + slots));
    }

    /** A second run with the same optimizer counts its steps from 1 again, so moments of the first run must not be left over. */
    @Test
    void reservingAgainZeroesTheState() {
        parameters.reserveState(2);
        List<float[]> before = parameters.snapshot();
        for (int row = 0; row < 4; row++) {
            Arrays.fill(table.data(), row * table.stride() + 5, (row + 1) * table.stride(), 9f);
        }
        Arrays.fill(weights.data(), 6, 18, 9f);
        parameters.reserveState(2);
        assertThat(table.data()).doesNotContain(9f);
        assertThat(weights.data()).doesNotContain(9f);
        assertThat(parameters.snapshot()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void aSnapshotBringsTheValuesBackAfterAnything() {
        List<float[]> before = parameters.snapshot();
        parameters.reserveState(1);
        Arrays.fill(table.data(), Float.NaN);
        Arrays.fill(weights.data(), Float.NaN);
        parameters.restore(before);
        assertThat(parameters.snapshot()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void theUnionOfTwoHeadsHoldsWhatTheyShareOnce() {
        Weights own = Weights.vector("own", 1);
        Parameters both = parameters.union(new Parameters(List.of(table), List.of(own)));
        assertThat(both.tables()).containsExactly(table);
        assertThat(both.weights()).containsExactly(weights, own);
    }

    @Test
    void aTableThatNoArrayHoldsIsRefusedBeforeAnythingIsAllocated() {
        assertThatThrownBy(() -> new EmbeddingTable("user", 100_000_000, 32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("the table user needs 100,000,000 rows x 32 values");
    }
}
