package dev.obverse.core.kernel;

import java.util.Arrays;

/** Plain loops that run everywhere. Those that the JIT compiler can vectorise itself are written so that it does. */
public final class ScalarKernels implements Kernels {
    private static final int PANEL = 32;
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    /** 1 - beta, rounded once: 1 - 0.999f is off by 5e-5. */
    private static final float REST1 = 0.1f;
    private static final float REST2 = 0.001f;
    private static final float EPSILON = 1e-8f;
    private static final float ADAGRAD_EPSILON = 1e-10f;

    /** Makes the provider, which has no state. */
    public ScalarKernels() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void productLogits(Side users, Side items, int at, int width, float[] w, int wAt, float[] logits, int from, int to) {
        float[] p = users.data();
        float[] q = items.data();
        for (int i = from; i < to; i++) {
            int user = users.ids()[i];
            int item = items.ids()[i];
            if (user < 0 || item < 0) {
                continue;
            }
            int pAt = user * users.stride() + at;
            int qAt = item * items.stride() + at;
            float sum = 0;
            for (int k = 0; k < width; k++) {
                sum += w[wAt + k] * p[pAt + k] * q[qAt + k];
            }
            logits[i] += sum;
        }
    }

    @Override
    public void productGradients(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride, int from, int to) {
        float[] q = other.data();
        PairRows rows = own.rows();
        for (int j = rows.starts()[from]; j < rows.starts()[to]; j++) {
            int i = rows.pairs()[j];
            int id = other.ids()[i];
            int sumAt = rows.slots()[j] * sumStride + at;
            int qAt = id * other.stride() + at;
            for (int k = 0; id >= 0 && k < width; k++) {
                sums[sumAt + k] += dlogits[i] * w[wAt + k] * q[qAt + k];
            }
        }
    }

    @Override
    public void productGradientsWithWeights(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride,
            float[] dw, int dwAt, int from, int to) {
        productGradients(own, other, at, width, w, wAt, dlogits, sums, sumStride, from, to);
        float[] p = own.data();
        float[] q = other.data();
        PairRows rows = own.rows();
        for (int j = rows.starts()[from]; j < rows.starts()[to]; j++) {
            int i = rows.pairs()[j];
            int id = other.ids()[i];
            int pAt = own.ids()[i] * own.stride() + at;
            int qAt = id * other.stride() + at;
            for (int k = 0; id >= 0 && k < width; k++) {
                dw[dwAt + k] += dlogits[i] * p[pAt + k] * q[qAt + k];
            }
        }
    }

    @Override
    public int panelWidth() {
        return PANEL;
    }

    @Override
    public void reluLayer(float[] x, int ldx, Panels w, float[] bias, float[] y, int ldy, int from, int to) {
        for (int panel = 0; panel < w.count(); panel++) {
            for (int i = from; i < to; i++) {
                int yAt = i * ldy + panel * PANEL;
                System.arraycopy(bias, panel * PANEL, y, yAt, PANEL);
                addProduct(x, i * ldx, w, panel, y, yAt);
                for (int c = 0; c < PANEL; c++) {
                    y[yAt + c] = Math.max(0f, y[yAt + c]);
                }
            }
        }
    }

    @Override
    public void reluOfSums(
            PairRows userRows, float[] users, PairRows itemRows, float[] items, float[] bias, float[] y, int ld, int width,
            int from, int to) {
        for (int i = from; i < to; i++) {
            int userAt = (1 + userRows.slotOfPair()[i]) * ld;
            int itemAt = (1 + itemRows.slotOfPair()[i]) * ld;
            for (int o = 0; o < width; o++) {
                y[i * ld + o] = Math.max(0f, users[userAt + o] + items[itemAt + o] + bias[o]);
            }
        }
    }

    @Override
    public void sumPairs(PairRows rows, float[] values, float[] sums, int ld, int width, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            int sumAt = (1 + slot) * ld;
            Arrays.fill(sums, sumAt, sumAt + width, 0f);
            for (int j = rows.starts()[slot]; j < rows.starts()[slot + 1]; j++) {
                add(sums, sumAt, 1f, values, rows.pairs()[j] * ld, width);
            }
        }
    }

    @Override
    public void sumRows(float[] values, int ld, float[] sums, int at, int width, int from, int to) {
        Arrays.fill(sums, at, at + width, 0f);
        for (int i = from; i < to; i++) {
            add(sums, at, 1f, values, i * ld, width);
        }
    }

    @Override
    public void multiply(float[] x, int ldx, Panels w, float[] y, int ldy, int from, int to) {
        for (int panel = 0; panel < w.count(); panel++) {
            for (int i = from; i < to; i++) {
                int yAt = i * ldy + panel * PANEL;
                Arrays.fill(y, yAt, yAt + PANEL, 0f);
                addProduct(x, i * ldx, w, panel, y, yAt);
            }
        }
    }

    @Override
    public void reluReadoutGradients(float[] slopes, float[] w, int at, float[] y, float[] dy, int ld, int width, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int o = 0; o < width; o++) {
                dy[i * ld + o] = y[i * ld + o] > 0 ? slopes[i] * w[at + o] : 0f;
            }
        }
    }

    @Override
    public void reluInputGradients(float[] dy, int ldy, Panels w, float[] x, float[] dx, int ldx, int from, int to) {
        multiply(dy, ldy, w, dx, ldx, from, to);
        for (int i = from; i < to; i++) {
            for (int at = i * ldx; at < i * ldx + w.count() * PANEL; at++) {
                dx[at] = x[at] > 0 ? dx[at] : 0f;
            }
        }
    }

    /** Adds a row of the left matrix times one panel of the right one. */
    private static void addProduct(float[] left, int leftAt, Panels right, int panel, float[] to, int at) {
        float[] w = right.data();
        int row = panel * right.depth() * PANEL;
        for (int k = 0; k < right.depth(); k++, row += PANEL) {
            float value = left[leftAt + k];
            for (int c = 0; c < PANEL; c++) {
                to[at + c] += value * w[row + c];
            }
        }
    }

    @Override
    public void weightGradients(
            float[] dy, int ldy, float[] x, int ldx, float[] dw, int at, int ldw, int in, int start, int end, int from, int to) {
        for (int i = start; i < end; i++) {
            for (int o = from; o < to; o++) {
                add(dw, at + o * ldw, dy[i * ldy + o], x, i * ldx, in);
            }
        }
    }

    @Override
    public void productsAbove(
            short[] x, int ldx, BytePanels w, short[] thresholds, short[] scratch, long[] bits, int ldBits, int from, int to) {
        int width = BytePanels.WIDTH;
        for (int panel = 0; panel < w.count(); panel++) {
            for (int i = from; i < to; i++) {
                Arrays.fill(scratch, 0, width, (short) 0);
                for (int k = 0, row = panel * w.depth() * width; k < w.depth(); k++, row += width) {
                    for (int c = 0; c < width; c++) {
                        scratch[c] += (short) (x[i * ldx + k] * w.data()[row + c]);
                    }
                }
                for (int c = 0; c < width; c++) {
                    if (scratch[c] > thresholds[i]) {
                        int column = panel * width + c;
                        // A shift counts modulo 64.
                        bits[i * ldBits + column / Long.SIZE] |= 1L << column;
                    }
                }
            }
        }
    }

    @Override
    public int above(float[] values, int from, int to, float threshold, int[] places, int at) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (values[i] > threshold) {
                places[at + count++] = i - from;
            }
        }
        return count;
    }

    @Override
    public void products(float[] x, int[] rowX, float[] y, int[] rowY, int width, float[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = dot(x, rowX[i] * width, y, rowY[i] * width, width);
        }
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int width) {
        float sum = 0;
        for (int k = 0; k < width; k++) {
            sum += a[aAt + k] * b[bAt + k];
        }
        return sum;
    }

    @Override
    public void add(float[] values, int at, float scale, float[] g, int gAt, int width) {
        for (int i = 0; i < width; i++) {
            values[at + i] += scale * g[gAt + i];
        }
    }

    @Override
    public double sum(float[] values, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += values[i];
        }
        return sum;
    }

    @Override
    public void crossEntropy(float[] logits, float[] signs, float scale, float[] losses, float[] slopes, int n) {
        for (int i = 0; i < n; i++) {
            double against = -signs[i] * (double) logits[i];
            double e = Math.exp(-Math.abs(against));
            losses[i] = (float) (Math.max(against, 0) + Math.log1p(e));
            slopes[i] = (float) (scale * -signs[i] * (against >= 0 ? 1 / (1 + e) : e / (1 + e)));
        }
    }

    @Override
    public void dualCrossEntropy(float[] logits, float[] signs, float scale, float[] losses, float[] slopes, float[] weights, int n) {
        crossEntropy(logits, signs, scale, losses, slopes, n);
        for (int i = 0; i < n; i++) {
            if (signs[i] != 0) {
                continue;
            }
            double z = Math.abs(logits[i]);
            double e = Math.exp(-z);
            double small = Math.log1p(e);
            double large = z + small;
            double square = small / large * (small / large);
            double unlikely = square / (1 + square);
            losses[i] = (float) ((small + square * large) / (1 + square));
            slopes[i] = (float) (scale * Math.signum(logits[i]) * (unlikely - e / (1 + e)));
            weights[i] = (float) (logits[i] >= 0 ? 1 / (1 + square) : unlikely);
        }
    }

    @Override
    public void signs(float[] g, int from, int to) {
        for (int i = from; i < to; i++) {
            g[i] = g[i] / (Math.abs(g[i]) + EPSILON);
        }
    }

    @Override
    public void gatherRows(
            float[] data, int stride, int column, int[] rows, int width, float[] into, int at, int ld, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            System.arraycopy(data, rows[slot] * stride + column, into, at + slot * ld, width);
        }
    }

    @Override
    public void moveRows(
            float[] data, int stride, int[] rows, int width, float[] saved, float scale, float[] step, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            int at = rows[slot] * stride;
            for (int k = 0; k < width; k++) {
                data[at + k] = saved[slot * width + k] + scale * step[slot * width + k];
            }
        }
    }

    @Override
    public void adagrad(float[] values, int at, int state, int width, float[] g, int gAt, float rate, float l2) {
        for (int i = 0; i < width; i++) {
            float gradient = g[gAt + i] + l2 * values[at + i];
            float sum = values[at + state + i] + gradient * gradient;
            values[at + state + i] = sum;
            values[at + i] -= rate * gradient / ((float) Math.sqrt(sum) + ADAGRAD_EPSILON);
        }
    }

    @Override
    public void adam(float[] values, int at, int state, int width, float[] g, int gAt, float rate, float correction, float l2) {
        for (int i = 0; i < width; i++) {
            float gradient = g[gAt + i] + l2 * values[at + i];
            float first = BETA1 * values[at + state + i] + REST1 * gradient;
            float second = BETA2 * values[at + 2 * state + i] + REST2 * gradient * gradient;
            values[at + state + i] = first;
            values[at + 2 * state + i] = second;
            values[at + i] -= rate * first / ((float) Math.sqrt(second * correction) + EPSILON);
        }
    }

    @Override
    public void adamRows(
            float[] data, int stride, int[] rows, int width, float[] sums, float rate, float correction, float l2, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            adam(data, rows[slot] * stride, width, width, sums, slot * width, rate, correction, l2);
        }
    }
}
