package dev.obverse.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;

/** One dense layer with random values, checked against its formulas in double precision. */
final class DenseReference {
    private final Kernels kernels;
    private final int in;
    private final int out;
    private final int n;
    private final int ldx;
    private final int ldy;
    private final float[] x;
    private final float[] w;
    private final float[] bias;
    private final float[] dy;

    DenseReference(Kernels kernels, int in, int out, int n, SplitMix64 random) {
        this.kernels = kernels;
        this.in = in;
        this.out = out;
        this.n = n;
        ldx = padded(in) + 16;
        ldy = padded(out) + 16;
        x = matrix(in, ldx, random);
        dy = matrix(out, ldy, random);
        w = new float[out * in];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) random.nextGaussian();
        }
        bias = Arrays.copyOf(matrix(out, ldy, random), padded(out));
    }

    private static int padded(int width) {
        return (width + 31) / 32 * 32;
    }

    private float[] matrix(int width, int ld, SplitMix64 random) {
        float[] values = new float[n * ld];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < width; k++) {
                values[i * ld + k] = (float) Math.max(0, random.nextGaussian());
            }
        }
        return values;
    }

    private static void close(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-4 + 1e-5 * Math.abs(expected)));
    }

    /** In one go and in two parts. */
    void checkForward() {
        Panels panels = new Panels(in, out, kernels.panelWidth());
        panels.setTransposed(w, 0, in, 0, panels.count());
        float[] y = new float[n * ldy];
        kernels.reluLayer(x, ldx, panels, bias, y, ldy, 0, n);
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < out; o++) {
                double expected = bias[o];
                for (int k = 0; k < in; k++) {
                    expected += (double) x[i * ldx + k] * w[o * in + k];
                }
                close(y[i * ldy + o], Math.max(0, expected));
            }
        }
        float[] parts = new float[n * ldy];
        kernels.reluLayer(x, ldx, panels, bias, parts, ldy, 0, 14);
        kernels.reluLayer(x, ldx, panels, bias, parts, ldy, 14, n);
        assertThat(parts).isEqualTo(y);
    }

    void checkInputGradients() {
        Panels panels = new Panels(out, in, kernels.panelWidth());
        panels.set(w, 0, in, 0, panels.count());
        float[] plain = new float[n * ldx];
        float[] relu = new float[n * ldx];
        kernels.multiply(dy, ldy, panels, plain, ldx, 0, n);
        kernels.reluInputGradients(dy, ldy, panels, x, relu, ldx, 0, 5);
        kernels.reluInputGradients(dy, ldy, panels, x, relu, ldx, 5, n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < in; k++) {
                double expected = 0;
                for (int o = 0; o < out; o++) {
                    expected += (double) dy[i * ldy + o] * w[o * in + k];
                }
                close(plain[i * ldx + k], expected);
                assertThat(relu[i * ldx + k]).isEqualTo(x[i * ldx + k] > 0 ? plain[i * ldx + k] : 0f);
            }
        }
    }

    void checkWeightGradients() {
        int at = 3;
        int ldw = in + 2;
        float[] dw = new float[at + out * ldw];
        Arrays.fill(dw, 1f);
        kernels.weightGradients(dy, ldy, x, ldx, dw, at, ldw, in, 0, n, 0, out);
        for (int o = 0; o < out; o++) {
            for (int k = 0; k < in; k++) {
                double expected = 1;
                for (int i = 0; i < n; i++) {
                    expected += (double) dy[i * ldy + o] * x[i * ldx + k];
                }
                close(dw[at + o * ldw + k], expected);
            }
            assertThat(dw[at + o * ldw + in]).isEqualTo(1f);
        }
        float[] parts = new float[dw.length];
        Arrays.fill(parts, 1f);
        int cut = out / 2;
        kernels.weightGradients(dy, ldy, x, ldx, parts, at, ldw, in, 0, n, 0, cut);
        kernels.weightGradients(dy, ldy, x, ldx, parts, at, ldw, in, 0, n, cut, out);
        assertThat(parts).isEqualTo(dw);
        checkWeightGradientsOfSomeRows();
    }

    private void checkWeightGradientsOfSomeRows() {
        int start = n / 3;
        float[] dw = new float[out * in];
        kernels.weightGradients(dy, ldy, x, ldx, dw, 0, in, in, start, n - 1, 0, out);
        for (int o = 0; o < out; o++) {
            for (int k = 0; k < in; k++) {
                double expected = 0;
                for (int i = start; i < n - 1; i++) {
                    expected += (double) dy[i * ldy + o] * x[i * ldx + k];
                }
                close(dw[o * in + k], expected);
            }
        }
    }

    void checkSumRows() {
        int at = 3;
        float[] sums = new float[at + out + 1];
        Arrays.fill(sums, 7f);
        kernels.sumRows(dy, ldy, sums, at, out, 1, n);
        for (int o = 0; o < out; o++) {
            double expected = 0;
            for (int i = 1; i < n; i++) {
                expected += dy[i * ldy + o];
            }
            close(sums[at + o], expected);
        }
        assertThat(sums[at - 1]).isEqualTo(7f);
        assertThat(sums[at + out]).isEqualTo(7f);
        kernels.sumRows(dy, ldy, sums, at, out, n, n);
        assertThat(Arrays.copyOfRange(sums, at, at + out)).containsOnly(0f);
    }
}
