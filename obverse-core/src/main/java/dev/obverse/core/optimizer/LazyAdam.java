package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;

/**
 * Adam (Kingma and Ba, ICLR 2015) with beta 0.9 and 0.999, epsilon 1e-8, and the semantics of SparseAdam on tables: the bias
 * corrections follow one global step count, and a row that the batch does not touch keeps its value and both moments.
 */
public final class LazyAdam implements Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final Kernels kernels;
    private final double rate;
    private final float l2;
    private long steps;
    private float correctedRate;
    private float correction;

    /** Makes the optimizer; {@code l2} is added to the gradient as {@code l2 * theta} of what the batch touched. */
    public LazyAdam(Kernels kernels, double rate, double l2) {
        this.kernels = kernels;
        this.rate = rate;
        this.l2 = (float) l2;
    }

    @Override
    public int stateSlots() {
        return 2;
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
        correctedRate = (float) (rate / (1 - Math.pow(BETA1, (double) steps)));
        correction = (float) (1 / (1 - Math.pow(BETA2, (double) steps)));
    }

    @Override
    public void update(float[] values, int at, int width, float[] gradient, int gradientAt) {
        kernels.adam(values, at, width, gradient, gradientAt, correctedRate, correction, l2);
    }
}
