package dev.obverse.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.UndoLog;
import dev.obverse.core.parameter.Weights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialStepTest {
    private final EmbeddingTable table = new EmbeddingTable("user", 4, 2);
    private final Weights weights = Weights.vector("out", 3);
    private final UndoLog trial = new UndoLog(new ScalarKernels(), Workers.none());
    private final Gradients gradients = new Gradients(new Parameters(List.of(table), List.of(weights)), 2);

    TrialStepTest() {
        table.reserveState(2);
        weights.reserveState(2);
        gradients.of(table).add(2, 1, new float[] {0.25f, -8}, 0);
        gradients.of(table).add(2, 1, new float[] {0.25f, 4}, 0);
        System.arraycopy(new float[] {-2, 0, 1e-3f}, 0, gradients.of(weights), 0, 3);
    }

    @Test
    void sgdMovesAlongTheSummedGradient() {
        move(TrialStep.SGD, -0.5f);
        assertThat(row(2)).containsExactly(-0.25f, 2f);
        assertThat(weights.data()).startsWith(1f, 0f, -0.5e-3f);
    }

    /** A gradient of exactly 0 gives no direction, so its value stays. */
    @Test
    void signMovesEveryValueByTheSameLength() {
        move(TrialStep.SIGN, -0.5f);
        assertThat(row(2)).containsExactly(-0.5f, 0.5f);
        assertThat(weights.data()[0]).isEqualTo(0.5f);
        assertThat(weights.data()[1]).isZero();
        assertThat(weights.data()[2]).isBetween(-0.5f, -0.49999f);
    }

    @Test
    void otherRowsAndOptimizerStateStay() {
        for (TrialStep step : TrialStep.values()) {
            move(step, 3);
        }
        for (int row : new int[] {0, 1, 3}) {
            assertThat(row(row)).containsOnly(0f);
        }
        int state = 2 * table.stride() + table.width();
        assertThat(Arrays.copyOfRange(table.data(), state, state + 4)).containsOnly(0f);
        assertThat(Arrays.copyOfRange(weights.data(), 3, 9)).containsOnly(0f);
    }

    private void move(TrialStep step, float scale) {
        trial.save(gradients);
        step.apply(gradients, new ScalarKernels());
        trial.move(gradients, scale);
    }

    private float[] row(int row) {
        return Arrays.copyOfRange(table.data(), row * table.stride(), row * table.stride() + table.width());
    }
}
