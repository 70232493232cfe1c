package dev.obverse.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.kernel.Kernels;
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

class OptimizerTest {
    private static final int ROWS = 9;
    private static final int WIDTH = 3;
    private final Kernels kernels = new ScalarKernels();
    private final SplitMix64 random = new SplitMix64(77);
    private final EmbeddingTable table = new EmbeddingTable("user", ROWS, WIDTH);
    private final Weights weights = Weights.vector("out", WIDTH);
    private final Parameters parameters = new Parameters(List.of(table), List.of(weights));
    private final Gradients gradients = new Gradients(parameters, 8);
    /** The reference's values and state; the weights are its last row. */
    private final double[][] theta = new double[ROWS + 1][WIDTH];
    private final double[][][] state = new double[ROWS + 1][WIDTH][2];
    private final double[][] gradient = new double[ROWS + 1][WIDTH];

    OptimizerTest() {
        table.fillNormal("user", 1, random);
        weights.fillUniform(1, random);
        for (int row = 0; row <= ROWS; row++) {
            for (int k = 0; k < WIDTH; k++) {
                theta[row][k] = value(row, k);
            }
        }
    }

    /** 50 random steps that touch from one to six pairs' rows, often one row twice: one update of the sum, and none elsewhere. */
    @ParameterizedTest
    @EnumSource
    void followsThePublishedRuleOverFiftySteps(ReferenceOptimizer reference) {
        Optimizer optimizer = reference.judged(kernels);
        parameters.reserveState(optimizer.stateSlots());
        for (int step = 1; step <= 50; step++) {
            boolean[] touched = randomGradient(1 + random.nextInt(6));
            optimizer.step(gradients);
            assertThat(optimizer.steps()).isEqualTo(step);
            for (int row = 0; row <= ROWS; row++) {
                for (int k = 0; touched[row] && k < WIDTH; k++) {
                    theta[row][k] = reference.update(theta[row][k], gradient[row][k], state[row][k], step);
                }
                for (int k = 0; k < WIDTH; k++) {
                    assertThat((double) value(row, k)).as("step %d, value (%d, %d)", step, row, k)
                            .isCloseTo(theta[row][k], within(1e-4 * Math.abs(theta[row][k]) + 2e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowOutsideTheBatchKeepsValueAndState(ReferenceOptimizer reference) {
        Optimizer optimizer = reference.judged(kernels);
        parameters.reserveState(optimizer.stateSlots());
        randomGradient(6);
        optimizer.step(gradients);
        for (int step = 0; step < 20; step++) {
            boolean[] touched = randomGradient(2);
            float[] before = table.data().clone();
            optimizer.step(gradients);
            int stride = table.stride();
            for (int row = 0; row < ROWS; row++) {
                boolean same = Arrays.equals(before, row * stride, (row + 1) * stride, table.data(), row * stride, (row + 1) * stride);
                assertThat(same).as("row %d, touched %s", row, touched[row]).isEqualTo(!touched[row]);
            }
        }
    }

    /** The first step of Adam has length rate; at a row's first visit in step 100 it is shorter, for the corrections are global. */
    @Test
    void adamsBiasCorrectionFollowsTheGlobalStepCount() {
        double late = Math.sqrt(1 - Math.pow(0.999, 100)) / Math.sqrt(0.001) * 0.1 / (1 - Math.pow(0.9, 100));
        assertThat(firstMove(0)).isCloseTo(0.03, within(1e-5));
        assertThat(firstMove(99)).isCloseTo(0.03 * late, within(1e-5));
    }

    private double firstMove(long stepsBefore) {
        EmbeddingTable row = new EmbeddingTable("row", 1, 1);
        LazyAdam adam = new LazyAdam(kernels, 0.03, 0);
        row.reserveState(adam.stateSlots());
        adam.resumeAt(stepsBefore);
        Gradients one = new Gradients(new Parameters(List.of(row), List.of()), 1);
        one.of(row).add(0, 1, new float[] {-0.5f}, 0);
        adam.step(one);
        return row.data()[0];
    }

    private float value(int row, int column) {
        return row < ROWS ? table.data()[row * table.stride() + column] : weights.data()[column];
    }

    /** Draws the gradients of so many pairs, each of a random row, and of the weights; returns what is touched. */
    private boolean[] randomGradient(int pairs) {
        gradients.clear();
        boolean[] touched = new boolean[ROWS + 1];
        for (double[] row : gradient) {
            Arrays.fill(row, 0);
        }
        for (int pair = 0; pair <= pairs; pair++) {
            int row = pair == pairs ? ROWS : random.nextInt(ROWS);
            float[] g = new float[WIDTH];
            for (int k = 0; k < WIDTH; k++) {
                g[k] = (float) random.nextGaussian();
                gradient[row][k] += g[k];
            }
            touched[row] = true;
            if (row < ROWS) {
                gradients.of(table).add(row, 1, g, 0);
            } else {
                System.arraycopy(g, 0, gradients.of(weights), 0, WIDTH);
            }
        }
        return touched;
    }
}
