package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;

/** Plain gradient descent: {@code theta -= rate * (g + l2 * theta)}. Keeps no state. */
public final class Sgd implements Optimizer {
    private final Kernels kernels;
    private final float rate;
    private final float l2;
    private long steps;

    /** Makes the optimizer; {@code l2} is added to the gradient as {@code l2 * theta} of what the batch touched. */
    public Sgd(Kernels kernels, double rate, double l2) {
        this.kernels = kernels;
        this.rate = (float) rate;
        this.l2 = (float) l2;
    }

    @Override
    public int stateSlots() {
        return 0;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void resumeAt(long steps) {
        this.steps = steps;
    }

    @Override
    public void begin() {
        steps++;
    }

    @Override
    public void update(float[] values, int at, int width, float[] gradient, int gradientAt) {
        if (l2 != 0) {
            kernels.add(values, at, -rate * l2, values, at, width);
        }
        kernels.add(values, at, -rate, gradient, gradientAt, width);
    }
}
