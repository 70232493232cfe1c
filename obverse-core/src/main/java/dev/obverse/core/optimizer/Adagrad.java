package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;

/** Adagrad (Duchi, Hazan and Singer, JMLR 2011): a learning rate of its own for each value, falling with its squared gradients. */
public final class Adagrad implements Optimizer {
    private final Kernels kernels;
    private final float rate;
    private final float l2;
    private long steps;

    /** Makes the optimizer; {@code l2} is added to the gradient as {@code l2 * theta} of what the batch touched. */
    public Adagrad(Kernels kernels, double rate, double l2) {
        this.kernels = kernels;
        this.rate = (float) rate;
        this.l2 = (float) l2;
    }

    @Override
    public int stateSlots() {
        return 1;
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
        kernels.adagrad(values, at, width, gradient, gradientAt, rate, l2);
    }
}
