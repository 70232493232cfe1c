package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;

/** Adagrad (Duchi, Hazan and Singer, JMLR 2011): a learning rate of its own for each value, falling with its squared gradients. */
public final class Adagrad extends Optimizer {
    private final float rate;

    /** Makes the optimizer; {@code l2} is added to the gradient as {@code l2 * theta} of what the batch touched. */
    public Adagrad(Kernels kernels, double rate, double l2) {
        super(kernels, rate, l2);
        this.rate = (float) rate;
    }

    @Override
    public int stateSlots() {
        return 1;
    }

    @Override
    void update(float[] values, int at, int state, int width, float[] gradient, int gradientAt) {
        kernels().adagrad(values, at, state, width, gradient, gradientAt, rate, l2());
    }
}
