package dev.obverse.bench.kernel;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;

/** Updates of the rows that a batch touches, 800 of 6,040, and the trial step over the same rows. */
final class UpdateFixture {
    private static final int ROWS = 800;
    private static final int WIDTH = Fixtures.WIDTH;
    private static final int STRIDE = 3 * WIDTH;
    private static final float RATE = 1e-6f;

    private final Kernels kernels;
    private final float[] data = Fixtures.normals(Fixtures.USERS * STRIDE, 1);
    private final int[] rows = Arrays.copyOf(new SplitMix64(2).permutation(Fixtures.USERS), ROWS);
    private final float[] gradients = Fixtures.normals(ROWS * WIDTH, 3);
    private final float[] steps = Fixtures.normals(ROWS * WIDTH, 4);
    private final float[] saved = Fixtures.normals(ROWS * WIDTH, 5);

    UpdateFixture(Kernels kernels) {
        this.kernels = kernels;
        // Second moments and Adagrad's sums of squares are never negative.
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.abs(data[i]);
        }
    }

    float[] adam() {
        kernels.adamRows(data, STRIDE, rows, WIDTH, gradients, RATE, 1f, 0f, 0, ROWS);
        return data;
    }

    float[] adagrad() {
        for (int slot = 0; slot < ROWS; slot++) {
            kernels.adagrad(data, rows[slot] * STRIDE, WIDTH, WIDTH, gradients, slot * WIDTH, RATE, 0f);
        }
        return data;
    }

    float[] sgd() {
        for (int slot = 0; slot < ROWS; slot++) {
            kernels.add(data, rows[slot] * STRIDE, -RATE, gradients, slot * WIDTH, WIDTH);
        }
        return data;
    }

    float[] move() {
        kernels.moveRows(data, STRIDE, rows, WIDTH, saved, RATE, gradients, 0, ROWS);
        return data;
    }

    float[] signs() {
        kernels.signs(steps, 0, steps.length);
        return steps;
    }
}
