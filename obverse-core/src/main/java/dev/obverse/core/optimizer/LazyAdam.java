package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;

/**
 * Adam (Kingma and Ba, ICLR 2015) with beta 0.9 and 0.999, epsilon 1e-8, and the semantics of SparseAdam on tables: the bias
 * corrections follow one global step count, and a row that the batch does not touch keeps its value and both moments.
 */
public final class LazyAdam extends Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final double rate;
    private float correctedRate;
    private float correction;

    /** Makes the optimizer; {@code l2} is added to the gradient as {@code l2 * theta} of what the batch touched. */
    public LazyAdam(Kernels kernels, double rate, double l2) {
        super(kernels, rate, l2);
        this.rate = rate;
    }

    @Override
    public int stateSlots() {
        return 2;
    }

    @Override
    void begin(long step) {
        correctedRate = (float) (rate / (1 - Math.pow(BETA1, (double) step)));
        correction = (float) (1 / (1 - Math.pow(BETA2, (double) step)));
    }

    @Override
    void update(float[] values, int at, int state, int width, float[] gradient, int gradientAt) {
        kernels().adam(values, at, state, width, gradient, gradientAt, correctedRate, correction, l2());
    }

    @Override
    void updateRows(float[] data, int stride, int[] rows, int width, float[] gradients, int from, int to) {
        kernels().adamRows(data, stride, rows, width, gradients, correctedRate, correction, l2(), from, to);
    }
}
