package dev.obverse.core.kernel;

/**
 * The few vector primitives that training spends its time in. Every method works on a range, in an order that is fixed for each of its
 * results: the same input gives the same bits on every run of one provider, however a loop is cut into ranges. Two providers may differ
 * in the last digits.
 */
public interface Kernels {
    /** Returns the provider's name and vector width, as a model records it: "scalar", "simd-512". */
    String name();

    // Factorized terms: rows of two tables, by pair and by distinct row.

    /** Adds {@code sum_k w[wAt + k] * p[at + k] * q[at + k]} to the logit of each pair of known ids, over columns at..at+width-1. */
    void productLogits(Side users, Side items, int at, int width, float[] w, int wAt, float[] logits, int from, int to);

    /**
     * The way back from {@link #productLogits} for the rows of one side in slots {@code from} to {@code to - 1}. With
     * {@code g = dlogits[i] * other row of i}, adds {@code w * g} to the gradient of its slot for each pair i, slot by slot.
     *
     * @param sums gradients by slot, {@code sumStride} apart
     */
    void productGradients(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride, int from, int to);

    /** As {@link #productGradients}; also adds {@code own row of i * g} to the gradient of w, from {@code dw[dwAt]} on. */
    void productGradientsWithWeights(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride,
            float[] dw, int dwAt, int from, int to);

    // Dense layers. Rows of activations are ld apart, ld a multiple of 32 or more, so that whole panels can be read and written. Where
    // they are those of distinct ids, the id in slot s has row 1 + s, and row 0, which is zeros, is that of every unknown id.

    /** Returns how many columns a panel of this provider has; 32 is a multiple of it. */
    int panelWidth();

    /** {@code y[i, o] = max(0, bias[o] + sum_k x[i, k] * w[k, o])} for rows i of the range; bias has whole panels. */
    void reluLayer(float[] x, int ldx, Panels w, float[] bias, float[] y, int ldy, int from, int to);

    /**
     * {@code y[i, o] = max(0, bias[o] + users[row of i's user, o] + items[row of i's item, o])} for pairs i of the range and o in
     * 0..width-1: a layer that is linear in either side's row, from its products with the distinct rows.
     */
    void reluOfSums(
            PairRows userRows, float[] users, PairRows itemRows, float[] items, float[] bias, float[] y, int ld, int width,
            int from, int to);

    /** {@code sums[row of s, o] = sum_i values[i, o]} over the pairs i of slot s, for slots s of the range and o in 0..width-1. */
    void sumPairs(PairRows rows, float[] values, float[] sums, int ld, int width, int from, int to);

    /** {@code sums[at + o] = sum_i values[i, o]} over rows i of the range, for o in 0..width-1. */
    void sumRows(float[] values, int ld, float[] sums, int at, int width, int from, int to);

    /**
     * {@code y[i, o] = sum_k x[i, k] * w[k, o]} for rows i of the range. Quickest where the range is a multiple of 12 rows; the bits of a
     * row do not depend on the range.
     */
    void multiply(float[] x, int ldx, Panels w, float[] y, int ldy, int from, int to);

    /** {@code dy[i, o] = slopes[i] * w[at + o]} where the output {@code y[i, o]} is above 0, and 0 elsewhere; o in 0..width-1. */
    void reluReadoutGradients(float[] slopes, float[] w, int at, float[] y, float[] dy, int ld, int width, int from, int to);

    /**
     * The way back through a layer and the ReLU below it: {@code dx[i, k] = sum_o dy[i, o] * w[o, k]} where {@code x[i, k]}, the output of
     * the layer below, is above 0, and 0 elsewhere.
     */
    void reluInputGradients(float[] dy, int ldy, Panels w, float[] x, float[] dx, int ldx, int from, int to);

    /**
     * Adds {@code dw[o, k] += sum_i dy[i, o] * x[i, k]} over rows i from {@code start} to {@code end - 1}, for outputs o of the range and k in
     * 0..in-1. The gradient of o starts at {@code dw[at + o * ldw]}.
     */
    void weightGradients(
            float[] dy, int ldy, float[] x, int ldx, float[] dw, int at, int ldw, int in, int start, int end, int from, int to);

    // Rankings.

    /**
     * Sets the bits o, {@code ldBits} words a row, for which {@code sum_k x[i, k] * w[k, o]}, modulo 2^16, is above {@code thresholds[i]}; all of
     * them must be 0 before; whole words are written. For rows i of the range; quickest where that is a multiple of {@link BytePanels#ROWS}.
     *
     * @param scratch room for {@link BytePanels#SCRATCH} numbers, whatever they are
     */
    void productsAbove(
            short[] x, int ldx, BytePanels w, short[] thresholds, short[] scratch, long[] bits, int ldBits, int from, int to);

    /**
     * Finds the values above a threshold, in their order; NaN is above nothing.
     *
     * @param places where the places of these values go, counted from {@code from}; the first goes to {@code at}, and there is room for
     *     {@code to - from}
     * @return how many there are
     */
    int above(float[] values, int from, int to, float threshold, int[] places, int at);

    /** {@code z[i] = sum_k x[rowX[i] * width + k] * y[rowY[i] * width + k]} for i in 0..n-1: products of rows that lie anywhere. */
    void products(float[] x, int[] rowX, float[] y, int[] rowY, int width, float[] z, int n);

    // Vectors.

    /** Returns {@code sum_i a[aAt + i] * b[bAt + i]}. */
    float dot(float[] a, int aAt, float[] b, int bAt, int width);

    /** {@code values[at + i] += scale * g[gAt + i]}, i in 0..width-1. */
    void add(float[] values, int at, float scale, float[] g, int gAt, int width);

    /** Returns the sum of the first n values, in double precision. */
    double sum(float[] values, int n);

    // Losses.

    /**
     * Cross-entropy of logits z against signs s, 1 or -1: {@code losses = softplus(-s z)} and
     * {@code slopes = scale * -s sigmoid(-s z)}, exact and finite for any z.
     */
    void crossEntropy(float[] logits, float[] signs, float scale, float[] losses, float[] slopes, int n);

    /**
     * Cross-entropy where the sign is 1 or -1, the Inverse Dual Loss where it is 0, with its weight of the positive loss in
     * {@code weights}.
     */
    void dualCrossEntropy(float[] logits, float[] signs, float scale, float[] losses, float[] slopes, float[] weights, int n);

    // Updates.

    /** {@code g[i] = g[i] / (|g[i]| + 1e-8)} over the range: a fresh Adam step, which is sign descent. */
    void signs(float[] g, int from, int to);

    /**
     * Copies columns {@code column} to {@code column + width - 1} of the rows of slots {@code from} to {@code to - 1}; that of slot s goes to
     * {@code into[at + s * ld]}. Rows of a table are far apart: what takes time is to reach them, so as many as can be are under way at once.
     */
    void gatherRows(
            float[] data, int stride, int column, int[] rows, int width, float[] into, int at, int ld, int from, int to);

    /** {@code theta = saved + scale * step} for the rows of slots {@code from} to {@code to - 1}; saved and step lie by slot. */
    void moveRows(float[] data, int stride, int[] rows, int width, float[] saved, float scale, float[] step, int from, int to);

    /** One Adagrad update; the sums of squares lie {@code state} behind the values. */
    void adagrad(float[] values, int at, int state, int width, float[] g, int gAt, float rate, float l2);

    /**
     * One Adam update; the first moments lie {@code state} behind the values, the second ones {@code 2 * state}.
     *
     * @param rate learning rate over the first moment's bias correction, gamma / (1 - beta1^t)
     * @param correction one over the second moment's bias correction, 1 / (1 - beta2^t)
     */
    void adam(float[] values, int at, int state, int width, float[] g, int gAt, float rate, float correction, float l2);

    /** {@link #adam} on the table rows of slots {@code from} to {@code to - 1}, the state of each row behind its values. */
    void adamRows(
            float[] data, int stride, int[] rows, int width, float[] sums, float rate, float correction, float l2, int from, int to);
}
