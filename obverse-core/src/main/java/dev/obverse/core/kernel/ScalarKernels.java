package dev.obverse.core.kernel;

import java.util.Arrays;

/** Plain loops that run everywhere. Those that the JIT compiler can vectorise itself are written so that it does. */
public final class ScalarKernels implements Kernels {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float ADAGRAD_EPSILON = 1e-10f;

    /** Makes the provider, which has no state. */
    public ScalarKernels() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void productLogits(float[] p, float[] q, int stride, int at, int width, float[] w, int wAt, float[] logits, int n) {
        for (int i = 0; i < n; i++) {
            int row = i * stride + at;
            float sum = 0;
            for (int k = 0; k < width; k++) {
                sum += w[wAt + k] * p[row + k] * q[row + k];
            }
            logits[i] += sum;
        }
    }

    @Override
    public void productGradients(
            float[] p, float[] q, int stride, int at, int width, float[] w, int wAt, float[] dlogits, float[] dp, float[] dq, float[] dw, int n) {
        for (int i = 0; i < n; i++) {
            int row = i * stride + at;
            float d = dlogits[i];
            for (int k = 0; k < width; k++) {
                float dpq = d * w[wAt + k];
                dp[row + k] += dpq * q[row + k];
                dq[row + k] += dpq * p[row + k];
                dw[wAt + k] += d * p[row + k] * q[row + k];
            }
        }
    }

    @Override
    public void reluLayer(float[] x, float[] w, float[] bias, int in, int out, float[] scratch, float[] y, int n) {
        for (int o = 0; o < out; o++) {
            for (int k = 0; k < in; k++) {
                scratch[k * out + o] = w[o * in + k];
            }
        }
        for (int i = 0; i < n; i++) {
            int row = i * out;
            System.arraycopy(bias, 0, y, row, out);
            for (int k = 0; k < in; k++) {
                float value = x[i * in + k];
                for (int o = 0; o < out; o++) {
                    y[row + o] += value * scratch[k * out + o];
                }
            }
            for (int o = 0; o < out; o++) {
                y[row + o] = Math.max(0f, y[row + o]);
            }
        }
    }

    @Override
    public void layerInputGradients(float[] dy, float[] w, int in, int out, float[] dx, int n) {
        Arrays.fill(dx, 0, n * in, 0f);
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < out; o++) {
                add(dx, i * in, dy[i * out + o], w, o * in, in);
            }
        }
    }

    @Override
    public void layerWeightGradients(float[] dy, float[] x, int in, int out, float[] dw, float[] dbias, int n) {
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < out; o++) {
                float d = dy[i * out + o];
                dbias[o] += d;
                add(dw, o * in, d, x, i * in, in);
            }
        }
    }

    @Override
    public void reluGradients(float[] y, float[] dy, int length) {
        for (int i = 0; i < length; i++) {
            dy[i] = y[i] > 0 ? dy[i] : 0;
        }
    }

    @Override
    public void add(float[] values, int at, float scale, float[] g, int gAt, int width) {
        for (int i = 0; i < width; i++) {
            values[at + i] += scale * g[gAt + i];
        }
    }

    @Override
    public void addSign(float[] values, int at, float scale, float[] g, int gAt, int width) {
        for (int i = 0; i < width; i++) {
            values[at + i] += scale * g[gAt + i] / (Math.abs(g[gAt + i]) + EPSILON);
        }
    }

    @Override
    public void adagrad(float[] values, int at, int width, float[] g, int gAt, float rate, float l2) {
        for (int i = 0; i < width; i++) {
            float gradient = g[gAt + i] + l2 * values[at + i];
            float sum = values[at + width + i] + gradient * gradient;
            values[at + width + i] = sum;
            values[at + i] -= rate * gradient / ((float) Math.sqrt(sum) + ADAGRAD_EPSILON);
        }
    }

    @Override
    public void adam(float[] values, int at, int width, float[] g, int gAt, float rate, float correction, float l2) {
        for (int i = 0; i < width; i++) {
            float gradient = g[gAt + i] + l2 * values[at + i];
            float first = BETA1 * values[at + width + i] + (1 - BETA1) * gradient;
            float second = BETA2 * values[at + 2 * width + i] + (1 - BETA2) * gradient * gradient;
            values[at + width + i] = first;
            values[at + 2 * width + i] = second;
            values[at + i] -= rate * first / ((float) Math.sqrt(second * correction) + EPSILON);
        }
    }
}
