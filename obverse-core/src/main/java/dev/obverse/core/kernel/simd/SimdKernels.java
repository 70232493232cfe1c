package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.BytePanels;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.PairRows;
import dev.obverse.core.kernel.Panels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Side;
import jdk.incubator.vector.FloatVector;

/** The provider on jdk.incubator.vector. Made by the service look-up, which first makes sure that the module is there. */
public final class SimdKernels implements Kernels {
    private static final int L = Lanes.LENGTH;

    private final Kernels scalar = new ScalarKernels();

    /** Makes the provider, which has no state. */
    public SimdKernels() {}

    @Override
    public String name() {
        return "simd-" + Lanes.SPECIES.vectorBitSize();
    }

    @Override
    public void productLogits(Side users, Side items, int at, int width, float[] w, int wAt, float[] logits, int from, int to) {
        ProductKernels.logits(users, items, at, width, w, wAt, logits, from, to);
    }

    @Override
    public void productGradients(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride, int from, int to) {
        ProductKernels.gradients(own, other, at, width, w, wAt, dlogits, sums, sumStride, from, to);
    }

    @Override
    public void productGradientsWithWeights(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride,
            float[] dw, int dwAt, int from, int to) {
        ProductKernels.gradientsWithWeights(own, other, at, width, w, wAt, dlogits, sums, sumStride, dw, dwAt, from, to);
    }

    @Override
    public int panelWidth() {
        return 2 * L;
    }

    @Override
    public void reluLayer(float[] x, int ldx, Panels w, float[] bias, float[] y, int ldy, int from, int to) {
        ReluLayer.run(x, ldx, w, bias, y, ldy, from, to);
    }

    @Override
    public void reluOfSums(
            PairRows userRows, float[] users, PairRows itemRows, float[] items, float[] bias, float[] y, int ld, int width,
            int from, int to) {
        TowerKernels.reluOfSums(userRows, users, itemRows, items, bias, y, ld, width, from, to);
    }

    @Override
    public void sumPairs(PairRows rows, float[] values, float[] sums, int ld, int width, int from, int to) {
        TowerKernels.sumPairs(rows, values, sums, ld, width, from, to);
    }

    @Override
    public void sumRows(float[] values, int ld, float[] sums, int at, int width, int from, int to) {
        TowerKernels.sumRows(values, ld, sums, at, width, from, to);
    }

    @Override
    public void multiply(float[] x, int ldx, Panels w, float[] y, int ldy, int from, int to) {
        MatrixProduct.run(x, ldx, w, y, ldy, from, to);
    }

    @Override
    public void reluReadoutGradients(float[] slopes, float[] w, int at, float[] y, float[] dy, int ld, int width, int from, int to) {
        TowerKernels.reluReadoutGradients(slopes, w, at, y, dy, ld, width, from, to);
    }

    @Override
    public void reluInputGradients(float[] dy, int ldy, Panels w, float[] x, float[] dx, int ldx, int from, int to) {
        ReluInputGradients.run(dy, ldy, w, x, dx, ldx, from, to);
    }

    @Override
    public void weightGradients(
            float[] dy, int ldy, float[] x, int ldx, float[] dw, int at, int ldw, int in, int start, int end, int from, int to) {
        WeightGradients.run(dy, ldy, x, ldx, dw, at, ldw, in, start, end, from, to);
    }

    @Override
    public void productsAbove(
            short[] x, int ldx, BytePanels w, short[] thresholds, short[] scratch, long[] bits, int ldBits, int from, int to) {
        ShortFilter.run(x, ldx, w, thresholds, scratch, bits, ldBits, from, to);
    }

    @Override
    public int above(float[] values, int from, int to, float threshold, int[] places, int at) {
        return FilterKernels.above(values, from, to, threshold, places, at);
    }

    @Override
    public void products(float[] x, int[] rowX, float[] y, int[] rowY, int width, float[] z, int n) {
        RowProducts.run(x, rowX, y, rowY, width, z, n);
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int width) {
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        int whole = width - width % L;
        for (int k = 0; k < whole; k += L) {
            sum = FloatVector.fromArray(Lanes.SPECIES, a, aAt + k).fma(FloatVector.fromArray(Lanes.SPECIES, b, bAt + k), sum);
        }
        float rest = 0;
        for (int k = whole; k < width; k++) {
            rest += a[aAt + k] * b[bAt + k];
        }
        return Lanes.sum(sum) + rest;
    }

    @Override
    public void add(float[] values, int at, float scale, float[] g, int gAt, int width) {
        int whole = width - width % L;
        for (int k = 0; k < whole; k += L) {
            FloatVector.fromArray(Lanes.SPECIES, g, gAt + k)
                    .mul(scale)
                    .add(FloatVector.fromArray(Lanes.SPECIES, values, at + k))
                    .intoArray(values, at + k);
        }
        for (int k = whole; k < width; k++) {
            values[at + k] += scale * g[gAt + k];
        }
    }

    /** Four sums side by side, because one would wait for each of its additions. */
    @Override
    public double sum(float[] values, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int whole = n - n % 4;
        for (int i = 0; i < whole; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (int i = whole; i < n; i++) {
            a += values[i];
        }
        return (a + b) + (c + d);
    }

    @Override
    public void crossEntropy(float[] logits, float[] signs, float scale, float[] losses, float[] slopes, int n) {
        if (n < L) {
            scalar.crossEntropy(logits, signs, scale, losses, slopes, n);
        } else {
            LossKernels.crossEntropy(logits, signs, scale, losses, slopes, n);
        }
    }

    @Override
    public void dualCrossEntropy(float[] logits, float[] signs, float scale, float[] losses, float[] slopes, float[] weights, int n) {
        if (n < L) {
            scalar.dualCrossEntropy(logits, signs, scale, losses, slopes, weights, n);
        } else {
            LossKernels.dualCrossEntropy(logits, signs, scale, losses, slopes, weights, n);
        }
    }

    @Override
    public void signs(float[] g, int from, int to) {
        UpdateKernels.signs(g, from, to);
    }

    @Override
    public void gatherRows(
            float[] data, int stride, int column, int[] rows, int width, float[] into, int at, int ld, int from, int to) {
        UpdateKernels.gatherRows(data, stride, column, rows, width, into, at, ld, from, to);
    }

    @Override
    public void moveRows(
            float[] data, int stride, int[] rows, int width, float[] saved, float scale, float[] step, int from, int to) {
        UpdateKernels.moveRows(data, stride, rows, width, saved, scale, step, from, to);
    }

    @Override
    public void adagrad(float[] values, int at, int state, int width, float[] g, int gAt, float rate, float l2) {
        UpdateKernels.adagrad(values, at, state, width, g, gAt, rate, l2);
    }

    @Override
    public void adam(float[] values, int at, int state, int width, float[] g, int gAt, float rate, float correction, float l2) {
        UpdateKernels.adam(values, at, state, width, g, gAt, rate, correction, l2);
    }

    @Override
    public void adamRows(
            float[] data, int stride, int[] rows, int width, float[] sums, float rate, float correction, float l2, int from, int to) {
        UpdateKernels.adamRows(data, stride, rows, width, sums, rate, correction, l2, from, to);
    }
}
