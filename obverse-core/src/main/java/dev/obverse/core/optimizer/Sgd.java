package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;

/** Plain gradient descent: {@code theta -= rate * (g + l2 * theta)}. Keeps no state. */
public final class Sgd extends Optimizer {
    private final float rate;

    /** Makes the optimizer; {@code l2} is added to the gradient as {@code l2 * theta} of what the batch touched. */
    public Sgd(Kernels kernels, double rate, double l2) {
        super(kernels, rate, l2);
        this.rate = (float) rate;
    }

    @Override
    public int stateSlots() {
        return 0;
    }

    @Override
    void update(float[] values, int at, int state, int width, float[] gradient, int gradientAt) {
        if (l2() != 0) {
            kernels().add(values, at, -rate * l2(), values, at, width);
        }
        kernels().add(values, at, -rate, gradient, gradientAt, width);
    }
}
