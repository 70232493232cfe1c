package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies of rows, optimizer and trial steps on rows and on dense ranges. */
final class UpdateKernels {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    /** 1 - beta, rounded once: 1 - 0.999f is off by 5e-5. */
    private static final float REST1 = 0.1f;
    private static final float REST2 = 0.001f;
    private static final float EPSILON = 1e-8f;
    private static final float ADAGRAD_EPSILON = 1e-10f;

    private UpdateKernels() {}

    static void adamRows(
            float[] data, int stride, int[] rows, int width, float[] sums, float rate, float correction, float l2, int from, int to) {
        int whole = width - width % L;
        for (int slot = from; slot < to; slot++) {
            int row = rows[slot] * stride;
            int sum = slot * width;
            for (int k = 0; k < whole; k += L) {
                int at = row + k;
                FloatVector theta = FloatVector.fromArray(S, data, at);
                FloatVector g = theta.mul(l2).add(FloatVector.fromArray(S, sums, sum + k));
                FloatVector first = FloatVector.fromArray(S, data, at + width).mul(BETA1).add(g.mul(REST1));
                FloatVector second = FloatVector.fromArray(S, data, at + 2 * width).mul(BETA2).add(g.mul(REST2).mul(g));
                FloatVector scale = second.mul(correction).sqrt().add(EPSILON);
                first.intoArray(data, at + width);
                second.intoArray(data, at + 2 * width);
                theta.sub(first.mul(rate).div(scale)).intoArray(data, at);
            }
            for (int k = whole; k < width; k++) {
                int at = row + k;
                float g = data[at] * l2 + sums[sum + k];
                float first = data[at + width] * BETA1 + g * REST1;
                float second = data[at + 2 * width] * BETA2 + g * REST2 * g;
                data[at + width] = first;
                data[at + 2 * width] = second;
                data[at] -= first * rate / ((float) Math.sqrt(second * correction) + EPSILON);
            }
        }
    }

    static void adam(float[] values, int at, int state, int width, float[] g, int gAt, float rate, float correction, float l2) {
        int whole = width - width % L;
        for (int k = 0; k < whole; k += L) {
            FloatVector theta = FloatVector.fromArray(S, values, at + k);
            FloatVector gradient = theta.mul(l2).add(FloatVector.fromArray(S, g, gAt + k));
            FloatVector first = FloatVector.fromArray(S, values, at + state + k).mul(BETA1).add(gradient.mul(REST1));
            FloatVector second = FloatVector.fromArray(S, values, at + 2 * state + k)
                    .mul(BETA2)
                    .add(gradient.mul(REST2).mul(gradient));
            first.intoArray(values, at + state + k);
            second.intoArray(values, at + 2 * state + k);
            theta.sub(first.mul(rate).div(second.mul(correction).sqrt().add(EPSILON))).intoArray(values, at + k);
        }
        for (int i = at + whole; i < at + width; i++) {
            float gradient = values[i] * l2 + g[gAt + i - at];
            float first = values[i + state] * BETA1 + gradient * REST1;
            float second = values[i + 2 * state] * BETA2 + gradient * REST2 * gradient;
            values[i + state] = first;
            values[i + 2 * state] = second;
            values[i] -= first * rate / ((float) Math.sqrt(second * correction) + EPSILON);
        }
    }

    static void adagrad(float[] values, int at, int state, int width, float[] g, int gAt, float rate, float l2) {
        int whole = width - width % L;
        for (int k = 0; k < whole; k += L) {
            FloatVector theta = FloatVector.fromArray(S, values, at + k);
            FloatVector gradient = theta.mul(l2).add(FloatVector.fromArray(S, g, gAt + k));
            FloatVector sum = FloatVector.fromArray(S, values, at + state + k).add(gradient.mul(gradient));
            sum.intoArray(values, at + state + k);
            theta.sub(gradient.mul(rate).div(sum.sqrt().add(ADAGRAD_EPSILON))).intoArray(values, at + k);
        }
        for (int i = at + whole; i < at + width; i++) {
            float gradient = values[i] * l2 + g[gAt + i - at];
            float sum = values[i + state] + gradient * gradient;
            values[i + state] = sum;
            values[i] -= gradient * rate / ((float) Math.sqrt(sum) + ADAGRAD_EPSILON);
        }
    }

    static void signs(float[] g, int from, int to) {
        int whole = to - (to - from) % L;
        for (int i = from; i < whole; i += L) {
            FloatVector v = FloatVector.fromArray(S, g, i);
            v.div(v.abs().add(EPSILON)).intoArray(g, i);
        }
        for (int i = whole; i < to; i++) {
            g[i] = g[i] / (Math.abs(g[i]) + EPSILON);
        }
    }

    static void gatherRows(
            float[] data, int stride, int column, int[] rows, int width, float[] into, int at, int ld, int from, int to) {
        int whole = width - width % L;
        for (int slot = from; slot < to; slot++) {
            int source = rows[slot] * stride + column;
            int target = at + slot * ld;
            for (int k = 0; k < whole; k += L) {
                FloatVector.fromArray(S, data, source + k).intoArray(into, target + k);
            }
            for (int k = whole; k < width; k++) {
                into[target + k] = data[source + k];
            }
        }
    }

    static void moveRows(
            float[] data, int stride, int[] rows, int width, float[] saved, float scale, float[] step, int from, int to) {
        int whole = width - width % L;
        for (int slot = from; slot < to; slot++) {
            int row = rows[slot] * stride;
            int at = slot * width;
            for (int k = 0; k < whole; k += L) {
                FloatVector.fromArray(S, step, at + k)
                        .mul(scale)
                        .add(FloatVector.fromArray(S, saved, at + k))
                        .intoArray(data, row + k);
            }
            for (int k = whole; k < width; k++) {
                data[row + k] = step[at + k] * scale + saved[at + k];
            }
        }
    }
}
