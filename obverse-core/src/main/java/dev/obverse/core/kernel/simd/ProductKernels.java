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
        int done = L == 16 && width % L == 0 ? fours(users, items, at, width, w, wAt, logits, from, to) : from;
        singles(users, items, at, width, w, wAt, logits, done, to);
    }

    /** Four pairs at a time, up to the first unknown id; returns where it stopped. */
    private static int fours(Side users, Side items, int at, int width, float[] w, int wAt, float[] logits, int from, int to) {
        float[] p = users.data();
        float[] q = items.data();
        int[] userIds = users.ids();
        int[] itemIds = items.ids();
        int userStride = users.stride();
        int itemStride = items.stride();
        int i = from;
        for (; i + 4 <= to; i += 4) {
            int u0 = userIds[i];
            int u1 = userIds[i + 1];
            int u2 = userIds[i + 2];
            int u3 = userIds[i + 3];
            int i0 = itemIds[i];
            int i1 = itemIds[i + 1];
            int i2 = itemIds[i + 2];
            int i3 = itemIds[i + 3];
            if ((u0 | u1 | u2 | u3 | i0 | i1 | i2 | i3) < 0) {
                return i;
            }
            int p0 = u0 * userStride + at;
            int p1 = u1 * userStride + at;
            int p2 = u2 * userStride + at;
            int p3 = u3 * userStride + at;
            int q0 = i0 * itemStride + at;
            int q1 = i1 * itemStride + at;
            int q2 = i2 * itemStride + at;
            int q3 = i3 * itemStride + at;
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            for (int k = 0; k < width; k += L) {
                FloatVector wv = FloatVector.fromArray(S, w, wAt + k);
                s0 = FloatVector.fromArray(S, p, p0 + k).mul(wv).fma(FloatVector.fromArray(S, q, q0 + k), s0);
                s1 = FloatVector.fromArray(S, p, p1 + k).mul(wv).fma(FloatVector.fromArray(S, q, q1 + k), s1);
                s2 = FloatVector.fromArray(S, p, p2 + k).mul(wv).fma(FloatVector.fromArray(S, q, q2 + k), s2);
                s3 = FloatVector.fromArray(S, p, p3 + k).mul(wv).fma(FloatVector.fromArray(S, q, q3 + k), s3);
            }
            FloatVector sums = Lanes.sums(s0, s1, s2, s3);
            logits[i] += sums.lane(0);
            logits[i + 1] += sums.lane(8);
            logits[i + 2] += sums.lane(4);
            logits[i + 3] += sums.lane(12);
        }
        return i;
    }

    private static void singles(Side users, Side items, int at, int width, float[] w, int wAt, float[] logits, int from, int to) {
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

    /** Pair by pair, as the number of pairs of a row cannot be predicted. */
    static void gradients(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride, int from, int to) {
        float[] q = other.data();
        int[] otherIds = other.ids();
        int otherStride = other.stride();
        int[] pairs = own.rows().pairs();
        int[] slots = own.rows().slots();
        int first = own.rows().starts()[from];
        int end = own.rows().starts()[to];
        int whole = width - width % (2 * L);
        for (int k = 0; k < whole; k += 2 * L) {
            FloatVector w0 = FloatVector.fromArray(S, w, wAt + k);
            FloatVector w1 = FloatVector.fromArray(S, w, wAt + k + L);
            for (int j = first; j < end; j++) {
                int i = pairs[j];
                int id = otherIds[i];
                if (id < 0) {
                    continue;
                }
                int qAt = id * otherStride + at + k;
                int sumAt = slots[j] * sumStride + at + k;
                FloatVector d = FloatVector.broadcast(S, dlogits[i]);
                FloatVector g0 = FloatVector.fromArray(S, q, qAt).mul(d);
                FloatVector g1 = FloatVector.fromArray(S, q, qAt + L).mul(d);
                w0.fma(g0, FloatVector.fromArray(S, sums, sumAt)).intoArray(sums, sumAt);
                w1.fma(g1, FloatVector.fromArray(S, sums, sumAt + L)).intoArray(sums, sumAt + L);
            }
        }
        for (int j = first; j < end && whole < width; j++) {
            int i = pairs[j];
            int qAt = otherIds[i] * otherStride + at;
            int sumAt = slots[j] * sumStride + at;
            for (int k = whole; otherIds[i] >= 0 && k < width; k++) {
                sums[sumAt + k] += w[wAt + k] * (dlogits[i] * q[qAt + k]);
            }
        }
    }

    static void gradientsWithWeights(
            Side own, Side other, int at, int width, float[] w, int wAt, float[] dlogits, float[] sums, int sumStride,
            float[] dw, int dwAt, int from, int to) {
        float[] p = own.data();
        float[] q = other.data();
        int[] ownIds = own.ids();
        int[] otherIds = other.ids();
        int ownStride = own.stride();
        int otherStride = other.stride();
        int[] pairs = own.rows().pairs();
        int[] slots = own.rows().slots();
        int first = own.rows().starts()[from];
        int end = own.rows().starts()[to];
        int whole = width - width % (2 * L);
        for (int k = 0; k < whole; k += 2 * L) {
            FloatVector w0 = FloatVector.fromArray(S, w, wAt + k);
            FloatVector w1 = FloatVector.fromArray(S, w, wAt + k + L);
            FloatVector dw0 = FloatVector.fromArray(S, dw, dwAt + k);
            FloatVector dw1 = FloatVector.fromArray(S, dw, dwAt + k + L);
            for (int j = first; j < end; j++) {
                int i = pairs[j];
                int id = otherIds[i];
                if (id < 0) {
                    continue;
                }
                int pAt = ownIds[i] * ownStride + at + k;
                int qAt = id * otherStride + at + k;
                int sumAt = slots[j] * sumStride + at + k;
                FloatVector d = FloatVector.broadcast(S, dlogits[i]);
                FloatVector g0 = FloatVector.fromArray(S, q, qAt).mul(d);
                FloatVector g1 = FloatVector.fromArray(S, q, qAt + L).mul(d);
                dw0 = FloatVector.fromArray(S, p, pAt).fma(g0, dw0);
                dw1 = FloatVector.fromArray(S, p, pAt + L).fma(g1, dw1);
                w0.fma(g0, FloatVector.fromArray(S, sums, sumAt)).intoArray(sums, sumAt);
                w1.fma(g1, FloatVector.fromArray(S, sums, sumAt + L)).intoArray(sums, sumAt + L);
            }
            dw0.intoArray(dw, dwAt + k);
            dw1.intoArray(dw, dwAt + k + L);
        }
        for (int j = first; j < end && whole < width; j++) {
            int i = pairs[j];
            int pAt = ownIds[i] * ownStride + at;
            int qAt = otherIds[i] * otherStride + at;
            int sumAt = slots[j] * sumStride + at;
            for (int k = whole; otherIds[i] >= 0 && k < width; k++) {
                float g = dlogits[i] * q[qAt + k];
                sums[sumAt + k] += w[wAt + k] * g;
                dw[dwAt + k] += p[pAt + k] * g;
            }
        }
    }
}
