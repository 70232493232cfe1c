package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.Side;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Gather, score and gradient of the factorized term, straight from the tables: no copy of a row is ever made. */
final class ProductKernels {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private ProductKernels() {}

    static void logits(Side users, Side items, int at, int width, float[] w, int wAt, float[] logits, int from, int to) {
        float[] p = users.data();
        float[] q = items.data();
        int[] userIds = users.ids();
        int[] itemIds = items.ids();
        int userStride = users.stride();
        int itemStride = items.stride();
        int whole = width - width % L;
        for (int i = from; i < to; i++) {
            int user = userIds[i];
            int item = itemIds[i];
            if ((user | item) < 0) {
                continue;
            }
            int pAt = user * userStride + at;
            int qAt = item * itemStride + at;
            FloatVector sum = FloatVector.zero(S);
            for (int k = 0; k < whole; k += L) {
                FloatVector pv = FloatVector.fromArray(S, p, pAt + k);
                FloatVector qv = FloatVector.fromArray(S, q, qAt + k);
                sum = pv.mul(FloatVector.fromArray(S, w, wAt + k)).fma(qv, sum);
            }
            float rest = 0;
            for (int k = whole; k < width; k++) {
                rest += w[wAt + k] * p[pAt + k] * q[qAt + k];
            }
            logits[i] += Lanes.sum(sum) + rest;
        }
    }

    static void gradients(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride, int from, int to) {
        float[] q = other.data();
        int[] otherIds = other.ids();
        int otherStride = other.stride();
        int[] first = own.rows().first();
        int[] next = own.rows().next();
        int whole = width - width % (2 * L);
        for (int slot = from; slot < to; slot++) {
            int sumAt = slot * sumStride + at;
            for (int k = 0; k < whole; k += 2 * L) {
                FloatVector g0 = FloatVector.zero(S);
                FloatVector g1 = FloatVector.zero(S);
                int i = first[slot];
                do {
                    int id = otherIds[i];
                    if (id >= 0) {
                        int qAt = id * otherStride + at + k;
                        FloatVector d = FloatVector.broadcast(S, dlogits[i]);
                        g0 = FloatVector.fromArray(S, q, qAt).fma(d, g0);
                        g1 = FloatVector.fromArray(S, q, qAt + L).fma(d, g1);
                    }
                    i = next[i];
                } while (i >= 0);
                FloatVector.fromArray(S, w, wAt + k)
                        .fma(g0, FloatVector.fromArray(S, sums, sumAt + k))
                        .intoArray(sums, sumAt + k);
                FloatVector.fromArray(S, w, wAt + k + L)
                        .fma(g1, FloatVector.fromArray(S, sums, sumAt + k + L))
                        .intoArray(sums, sumAt + k + L);
            }
            for (int k = whole; k < width; k++) {
                float g = 0;
                for (int i = first[slot]; i >= 0; i = next[i]) {
                    g += otherIds[i] >= 0 ? dlogits[i] * q[otherIds[i] * otherStride + at + k] : 0f;
                }
                sums[sumAt + k] += w[wAt + k] * g;
            }
        }
    }

    static void gradientsWithWeights(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride,
            float[] dw, int dwAt, int from, int to) {
        float[] p = own.data();
        float[] q = other.data();
        int[] ownIds = own.rows().rows().ids();
        int[] otherIds = other.ids();
        int ownStride = own.stride();
        int otherStride = other.stride();
        int[] first = own.rows().first();
        int[] next = own.rows().next();
        int whole = width - width % (2 * L);
        for (int k = 0; k < whole; k += 2 * L) {
            FloatVector w0 = FloatVector.fromArray(S, w, wAt + k);
            FloatVector w1 = FloatVector.fromArray(S, w, wAt + k + L);
            FloatVector dw0 = FloatVector.fromArray(S, dw, dwAt + k);
            FloatVector dw1 = FloatVector.fromArray(S, dw, dwAt + k + L);
            for (int slot = from; slot < to; slot++) {
                FloatVector g0 = FloatVector.zero(S);
                FloatVector g1 = FloatVector.zero(S);
                int i = first[slot];
                do {
                    int id = otherIds[i];
                    if (id >= 0) {
                        int qAt = id * otherStride + at + k;
                        FloatVector d = FloatVector.broadcast(S, dlogits[i]);
                        g0 = FloatVector.fromArray(S, q, qAt).fma(d, g0);
                        g1 = FloatVector.fromArray(S, q, qAt + L).fma(d, g1);
                    }
                    i = next[i];
                } while (i >= 0);
                int sumAt = slot * sumStride + at + k;
                int pAt = ownIds[slot] * ownStride + at + k;
                dw0 = FloatVector.fromArray(S, p, pAt).fma(g0, dw0);
                dw1 = FloatVector.fromArray(S, p, pAt + L).fma(g1, dw1);
                w0.fma(g0, FloatVector.fromArray(S, sums, sumAt)).intoArray(sums, sumAt);
                w1.fma(g1, FloatVector.fromArray(S, sums, sumAt + L)).intoArray(sums, sumAt + L);
            }
            dw0.intoArray(dw, dwAt + k);
            dw1.intoArray(dw, dwAt + k + L);
        }
        for (int k = whole; k < width; k++) {
            for (int slot = from; slot < to; slot++) {
                float g = 0;
                for (int i = first[slot]; i >= 0; i = next[i]) {
                    g += otherIds[i] >= 0 ? dlogits[i] * q[otherIds[i] * otherStride + at + k] : 0f;
                }
                sums[slot * sumStride + at + k] += w[wAt + k] * g;
                dw[dwAt + k] += p[ownIds[slot] * ownStride + at + k] * g;
            }
        }
    }

    static void addPairGradients(
            Side own, float[] gradients, int stride, int column, float[] sums, int sumStride, int at, int width, int from, int to) {
        int[] first = own.rows().first();
        int[] next = own.rows().next();
        int whole = width - width % L;
        for (int slot = from; slot < to; slot++) {
            int sumAt = slot * sumStride + at;
            for (int i = first[slot]; i >= 0; i = next[i]) {
                int g = i * stride + column;
                for (int k = 0; k < whole; k += L) {
                    FloatVector.fromArray(S, gradients, g + k)
                            .add(FloatVector.fromArray(S, sums, sumAt + k))
                            .intoArray(sums, sumAt + k);
                }
                for (int k = whole; k < width; k++) {
                    sums[sumAt + k] += gradients[g + k];
                }
            }
        }
    }
}
