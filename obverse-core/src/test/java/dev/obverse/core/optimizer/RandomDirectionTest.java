package dev.obverse.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.Weights;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A random direction has the size of the step that it stands in for, touches the same, and is a function of seed and step. */
class RandomDirectionTest {
    private static final int WIDTH = 40;
    private static final int VALUES = 3 * WIDTH + 50;
    private final EmbeddingTable table = new EmbeddingTable("table", 9, WIDTH);
    private final Weights weights = Weights.vector("weights", 50);

    @ParameterizedTest
    @EnumSource(TrialStep.class)
    void hasTheSizeOfTheStepAndTouchesTheSame(TrialStep step) {
        Gradients expected = gradients();
        step.apply(expected, new ScalarKernels());
        Gradients actual = drawn(step, 1, 0);
        assertThat(actual.tables().get(0).rows().ids()).startsWith(8, 2, 5);
        assertThat(norm(actual)).isCloseTo(norm(expected), within(1e-4 * norm(expected)));
        assertThat(values(actual)).isNotEqualTo(values(expected));
    }

    @Test
    void aboutHalfOfTheSignsAreTurned() {
        float[] values = values(drawn(TrialStep.SIGN, 1, 0));
        int turned = 0;
        for (int i = 0; i < VALUES; i++) {
            assertThat(Math.abs(values[i])).isCloseTo(1, within(1e-4f));
            turned += Math.signum(values[i]) != Math.signum(values(gradients())[i]) ? 1 : 0;
        }
        assertThat(turned).isBetween(VALUES / 2 - 26, VALUES / 2 + 26);
    }

    @ParameterizedTest
    @EnumSource(TrialStep.class)
    void isAFunctionOfSeedAndStep(TrialStep step) {
        float[] first = values(drawn(step, 1, 7));
        assertThat(values(drawn(step, 1, 7))).isEqualTo(first);
        assertThat(values(drawn(step, 1, 8))).isNotEqualTo(first);
        assertThat(values(drawn(step, 2, 7))).isNotEqualTo(first);
    }

    private Gradients drawn(TrialStep size, long seed, long step) {
        Gradients gradients = gradients();
        new RandomDirection(size, seed).apply(gradients, new ScalarKernels(), step);
        return gradients;
    }

    private Gradients gradients() {
        Gradients gradients = new Gradients(new Parameters(List.of(table), List.of(weights)), 4);
        SplitMix64 random = new SplitMix64(3);
        for (int row : new int[] {8, 2, 5}) {
            gradients.of(table).add(row, 1, normal(WIDTH, random), 0);
        }
        System.arraycopy(normal(50, random), 0, gradients.of(weights), 0, 50);
        return gradients;
    }

    private static float[] normal(int n, SplitMix64 random) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private float[] values(Gradients gradients) {
        float[] all = Arrays.copyOf(gradients.of(table).sums(), VALUES);
        System.arraycopy(gradients.of(weights), 0, all, 3 * WIDTH, 50);
        return all;
    }

    private double norm(Gradients gradients) {
        double sum = 0;
        for (float value : values(gradients)) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
