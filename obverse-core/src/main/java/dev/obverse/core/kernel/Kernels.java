package dev.obverse.core.kernel;

/**
 * The few vector primitives that training spends its time in. Arrays are row-major; {@code n} is the number of pairs of the batch.
 * Every method runs in an order that is fixed by its arguments, so that the same input gives the same bits on every run of one
 * provider; two providers may differ in the last digits.
 */
public interface Kernels {
    /** Returns the provider's name and vector width, as a model records it: "scalar", "simd-512". */
    String name();

    /**
     * Adds the weighted product term to logits: {@code logits[i] += sum_k w[wAt + k] * p[i, at + k] * q[i, at + k]}, k in 0..width-1.
     *
     * @param p user rows, n x stride
     * @param q item rows, n x stride
     */
    void productLogits(float[] p, float[] q, int stride, int at, int width, float[] w, int wAt, float[] logits, int n);

    /** Adds the gradients of {@link #productLogits} to {@code dp}, {@code dq} (n x stride) and {@code dw}. */
    void productGradients(
            float[] p, float[] q, int stride, int at, int width, float[] w, int wAt, float[] dlogits, float[] dp, float[] dq, float[] dw, int n);

    /**
     * A dense layer with ReLU: {@code y[i, o] = max(0, bias[o] + sum_k w[o, k] * x[i, k])}.
     *
     * @param x n x in
     * @param w out x in
     * @param scratch at least in x out values, overwritten
     * @param y n x out, overwritten
     */
    void reluLayer(float[] x, float[] w, float[] bias, int in, int out, float[] scratch, float[] y, int n);

    /** {@code dx[i, k] = sum_o dy[i, o] * w[o, k]}; overwrites dx. */
    void layerInputGradients(float[] dy, float[] w, int in, int out, float[] dx, int n);

    /** Adds {@code dw[o, k] += sum_i dy[i, o] * x[i, k]} and {@code dbias[o] += sum_i dy[i, o]}. */
    void layerWeightGradients(float[] dy, float[] x, int in, int out, float[] dw, float[] dbias, int n);

    /** Sets {@code dy} to 0 where the layer's output y is 0: the derivative of ReLU, 0 at 0. */
    void reluGradients(float[] y, float[] dy, int length);

    /** {@code values[at + i] += scale * g[gAt + i]}, i in 0..width-1. */
    void add(float[] values, int at, float scale, float[] g, int gAt, int width);

    /** {@code values[at + i] += scale * g[gAt + i] / (|g[gAt + i]| + 1e-8)}: a fresh Adam step, which is sign descent. */
    void addSign(float[] values, int at, float scale, float[] g, int gAt, int width);

    /** One Adagrad update; the sum of squares lies at {@code at + width}. */
    void adagrad(float[] values, int at, int width, float[] g, int gAt, float rate, float l2);

    /**
     * One Adam update; the first moment lies at {@code at + width}, the second at {@code at + 2 * width}.
     *
     * @param rate learning rate over the first moment's bias correction, gamma / (1 - beta1^t)
     * @param correction one over the second moment's bias correction, 1 / (1 - beta2^t)
     */
    void adam(float[] values, int at, int width, float[] g, int gAt, float rate, float correction, float l2);
}
