package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.Panels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix product. Tiles of 6 rows by two panels of two vectors, or of 12 rows by one, keep 24 sums in registers, tiles of 4 rows by one panel 8
 * sums where there are 16 registers; the rows that are left over go one by one. Every sum has the same order of additions in all four.
 */
final class MatrixProduct {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private MatrixProduct() {}

    /** Computes {@code y = x w} for rows {@code from} to {@code to - 1}. */
    static void run(float[] x, int ldx, Panels w, float[] y, int ldy, int from, int to) {
        int panel = 0;
        for (; Lanes.MANY_REGISTERS && panel + 2 <= w.count(); panel += 2) {
            two(x, ldx, w.data(), w.depth(), panel, y, ldy, from, to);
        }
        for (; panel < w.count(); panel++) {
            one(x, ldx, w.data(), w.depth(), panel, y, ldy, from, to);
        }
    }

    /** Two panels at once, in tiles of 6 rows: of their 24 sums each needs half as many broadcasts as one panel's. */
    private static void two(float[] x, int ldx, float[] panels, int depth, int panel, float[] y, int ldy, int from, int to) {
        int column = panel * 2 * L;
        int left = panel * depth * 2 * L;
        int right = left + depth * 2 * L;
        int i = from;
        for (; i + 6 <= to; i += 6) {
            int r0 = i * ldx;
            int r1 = r0 + ldx;
            int r2 = r1 + ldx;
            int r3 = r2 + ldx;
            int r4 = r3 + ldx;
            int r5 = r4 + ldx;
            FloatVector a0 = FloatVector.zero(S);
            FloatVector b0 = FloatVector.zero(S);
            FloatVector c0 = FloatVector.zero(S);
            FloatVector d0 = FloatVector.zero(S);
            FloatVector a1 = FloatVector.zero(S);
            FloatVector b1 = FloatVector.zero(S);
            FloatVector c1 = FloatVector.zero(S);
            FloatVector d1 = FloatVector.zero(S);
            FloatVector a2 = FloatVector.zero(S);
            FloatVector b2 = FloatVector.zero(S);
            FloatVector c2 = FloatVector.zero(S);
            FloatVector d2 = FloatVector.zero(S);
            FloatVector a3 = FloatVector.zero(S);
            FloatVector b3 = FloatVector.zero(S);
            FloatVector c3 = FloatVector.zero(S);
            FloatVector d3 = FloatVector.zero(S);
            FloatVector a4 = FloatVector.zero(S);
            FloatVector b4 = FloatVector.zero(S);
            FloatVector c4 = FloatVector.zero(S);
            FloatVector d4 = FloatVector.zero(S);
            FloatVector a5 = FloatVector.zero(S);
            FloatVector b5 = FloatVector.zero(S);
            FloatVector c5 = FloatVector.zero(S);
            FloatVector d5 = FloatVector.zero(S);
            for (int k = 0; k < depth; k++) {
                int at = k * 2 * L;
                FloatVector w0 = FloatVector.fromArray(S, panels, left + at);
                FloatVector w1 = FloatVector.fromArray(S, panels, left + at + L);
                FloatVector w2 = FloatVector.fromArray(S, panels, right + at);
                FloatVector w3 = FloatVector.fromArray(S, panels, right + at + L);
                FloatVector v0 = FloatVector.broadcast(S, x[r0 + k]);
                a0 = w0.fma(v0, a0);
                b0 = w1.fma(v0, b0);
                c0 = w2.fma(v0, c0);
                d0 = w3.fma(v0, d0);
                FloatVector v1 = FloatVector.broadcast(S, x[r1 + k]);
                a1 = w0.fma(v1, a1);
                b1 = w1.fma(v1, b1);
                c1 = w2.fma(v1, c1);
                d1 = w3.fma(v1, d1);
                FloatVector v2 = FloatVector.broadcast(S, x[r2 + k]);
                a2 = w0.fma(v2, a2);
                b2 = w1.fma(v2, b2);
                c2 = w2.fma(v2, c2);
                d2 = w3.fma(v2, d2);
                FloatVector v3 = FloatVector.broadcast(S, x[r3 + k]);
                a3 = w0.fma(v3, a3);
                b3 = w1.fma(v3, b3);
                c3 = w2.fma(v3, c3);
                d3 = w3.fma(v3, d3);
                FloatVector v4 = FloatVector.broadcast(S, x[r4 + k]);
                a4 = w0.fma(v4, a4);
                b4 = w1.fma(v4, b4);
                c4 = w2.fma(v4, c4);
                d4 = w3.fma(v4, d4);
                FloatVector v5 = FloatVector.broadcast(S, x[r5 + k]);
                a5 = w0.fma(v5, a5);
                b5 = w1.fma(v5, b5);
                c5 = w2.fma(v5, c5);
                d5 = w3.fma(v5, d5);
            }
            int o = i * ldy + column;
            a0.intoArray(y, o);
            b0.intoArray(y, o + L);
            c0.intoArray(y, o + 2 * L);
            d0.intoArray(y, o + 3 * L);
            a1.intoArray(y, o + ldy);
            b1.intoArray(y, o + ldy + L);
            c1.intoArray(y, o + ldy + 2 * L);
            d1.intoArray(y, o + ldy + 3 * L);
            a2.intoArray(y, o + 2 * ldy);
            b2.intoArray(y, o + 2 * ldy + L);
            c2.intoArray(y, o + 2 * ldy + 2 * L);
            d2.intoArray(y, o + 2 * ldy + 3 * L);
            a3.intoArray(y, o + 3 * ldy);
            b3.intoArray(y, o + 3 * ldy + L);
            c3.intoArray(y, o + 3 * ldy + 2 * L);
            d3.intoArray(y, o + 3 * ldy + 3 * L);
            a4.intoArray(y, o + 4 * ldy);
            b4.intoArray(y, o + 4 * ldy + L);
            c4.intoArray(y, o + 4 * ldy + 2 * L);
            d4.intoArray(y, o + 4 * ldy + 3 * L);
            a5.intoArray(y, o + 5 * ldy);
            b5.intoArray(y, o + 5 * ldy + L);
            c5.intoArray(y, o + 5 * ldy + 2 * L);
            d5.intoArray(y, o + 5 * ldy + 3 * L);
        }
        rest(x, ldx, panels, depth, panel, y, ldy, i, to);
        rest(x, ldx, panels, depth, panel + 1, y, ldy, i, to);
    }

    /** One panel, in tiles of 12 rows, or of 4. */
    private static void one(float[] x, int ldx, float[] panels, int depth, int panel, float[] y, int ldy, int from, int to) {
        int column = panel * 2 * L;
        int start = panel * depth * 2 * L;
        int i = Lanes.MANY_REGISTERS ? from : fours(x, ldx, panels, start, depth, y, ldy, column, from, to);
        for (; i + 12 <= to; i += 12) {
            int r0 = i * ldx;
            int r1 = r0 + ldx;
            int r2 = r1 + ldx;
            int r3 = r2 + ldx;
            int r4 = r3 + ldx;
            int r5 = r4 + ldx;
            int r6 = r5 + ldx;
            int r7 = r6 + ldx;
            int r8 = r7 + ldx;
            int r9 = r8 + ldx;
            int r10 = r9 + ldx;
            int r11 = r10 + ldx;
            FloatVector a0 = FloatVector.zero(S);
            FloatVector b0 = FloatVector.zero(S);
            FloatVector a1 = FloatVector.zero(S);
            FloatVector b1 = FloatVector.zero(S);
            FloatVector a2 = FloatVector.zero(S);
            FloatVector b2 = FloatVector.zero(S);
            FloatVector a3 = FloatVector.zero(S);
            FloatVector b3 = FloatVector.zero(S);
            FloatVector a4 = FloatVector.zero(S);
            FloatVector b4 = FloatVector.zero(S);
            FloatVector a5 = FloatVector.zero(S);
            FloatVector b5 = FloatVector.zero(S);
            FloatVector a6 = FloatVector.zero(S);
            FloatVector b6 = FloatVector.zero(S);
            FloatVector a7 = FloatVector.zero(S);
            FloatVector b7 = FloatVector.zero(S);
            FloatVector a8 = FloatVector.zero(S);
            FloatVector b8 = FloatVector.zero(S);
            FloatVector a9 = FloatVector.zero(S);
            FloatVector b9 = FloatVector.zero(S);
            FloatVector a10 = FloatVector.zero(S);
            FloatVector b10 = FloatVector.zero(S);
            FloatVector a11 = FloatVector.zero(S);
            FloatVector b11 = FloatVector.zero(S);
            for (int k = 0, at = start; k < depth; k++, at += 2 * L) {
                FloatVector w0 = FloatVector.fromArray(S, panels, at);
                FloatVector w1 = FloatVector.fromArray(S, panels, at + L);
                FloatVector v0 = FloatVector.broadcast(S, x[r0 + k]);
                a0 = w0.fma(v0, a0);
                b0 = w1.fma(v0, b0);
                FloatVector v1 = FloatVector.broadcast(S, x[r1 + k]);
                a1 = w0.fma(v1, a1);
                b1 = w1.fma(v1, b1);
                FloatVector v2 = FloatVector.broadcast(S, x[r2 + k]);
                a2 = w0.fma(v2, a2);
                b2 = w1.fma(v2, b2);
                FloatVector v3 = FloatVector.broadcast(S, x[r3 + k]);
                a3 = w0.fma(v3, a3);
                b3 = w1.fma(v3, b3);
                FloatVector v4 = FloatVector.broadcast(S, x[r4 + k]);
                a4 = w0.fma(v4, a4);
                b4 = w1.fma(v4, b4);
                FloatVector v5 = FloatVector.broadcast(S, x[r5 + k]);
                a5 = w0.fma(v5, a5);
                b5 = w1.fma(v5, b5);
                FloatVector v6 = FloatVector.broadcast(S, x[r6 + k]);
                a6 = w0.fma(v6, a6);
                b6 = w1.fma(v6, b6);
                FloatVector v7 = FloatVector.broadcast(S, x[r7 + k]);
                a7 = w0.fma(v7, a7);
                b7 = w1.fma(v7, b7);
                FloatVector v8 = FloatVector.broadcast(S, x[r8 + k]);
                a8 = w0.fma(v8, a8);
                b8 = w1.fma(v8, b8);
                FloatVector v9 = FloatVector.broadcast(S, x[r9 + k]);
                a9 = w0.fma(v9, a9);
                b9 = w1.fma(v9, b9);
                FloatVector v10 = FloatVector.broadcast(S, x[r10 + k]);
                a10 = w0.fma(v10, a10);
                b10 = w1.fma(v10, b10);
                FloatVector v11 = FloatVector.broadcast(S, x[r11 + k]);
                a11 = w0.fma(v11, a11);
                b11 = w1.fma(v11, b11);
            }
            int o = i * ldy + column;
            a0.intoArray(y, o);
            b0.intoArray(y, o + L);
            a1.intoArray(y, o + ldy);
            b1.intoArray(y, o + ldy + L);
            a2.intoArray(y, o + 2 * ldy);
            b2.intoArray(y, o + 2 * ldy + L);
            a3.intoArray(y, o + 3 * ldy);
            b3.intoArray(y, o + 3 * ldy + L);
            a4.intoArray(y, o + 4 * ldy);
            b4.intoArray(y, o + 4 * ldy + L);
            a5.intoArray(y, o + 5 * ldy);
            b5.intoArray(y, o + 5 * ldy + L);
            a6.intoArray(y, o + 6 * ldy);
            b6.intoArray(y, o + 6 * ldy + L);
            a7.intoArray(y, o + 7 * ldy);
            b7.intoArray(y, o + 7 * ldy + L);
            a8.intoArray(y, o + 8 * ldy);
            b8.intoArray(y, o + 8 * ldy + L);
            a9.intoArray(y, o + 9 * ldy);
            b9.intoArray(y, o + 9 * ldy + L);
            a10.intoArray(y, o + 10 * ldy);
            b10.intoArray(y, o + 10 * ldy + L);
            a11.intoArray(y, o + 11 * ldy);
            b11.intoArray(y, o + 11 * ldy + L);
        }
        rest(x, ldx, panels, depth, panel, y, ldy, i, to);
    }

    /** Tiles of 4 rows by one panel; returns where it stopped. */
    private static int fours(
            float[] x, int ldx, float[] panels, int start, int depth, float[] y, int ldy, int column, int from, int to) {
        int i = from;
        for (; i + 4 <= to; i += 4) {
            four(x, i * ldx, ldx, panels, start, depth, y, i * ldy + column, ldy);
        }
        return i;
    }

    private static void four(float[] x, int r0, int ldx, float[] panels, int start, int depth, float[] y, int o, int ldy) {
        int r1 = r0 + ldx;
        int r2 = r1 + ldx;
        int r3 = r2 + ldx;
        FloatVector a0 = FloatVector.zero(S);
        FloatVector b0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector b1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector b2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        FloatVector b3 = FloatVector.zero(S);
        for (int k = 0, at = start; k < depth; k++, at += 2 * L) {
            FloatVector w0 = FloatVector.fromArray(S, panels, at);
            FloatVector w1 = FloatVector.fromArray(S, panels, at + L);
            FloatVector v0 = FloatVector.broadcast(S, x[r0 + k]);
            a0 = w0.fma(v0, a0);
            b0 = w1.fma(v0, b0);
            FloatVector v1 = FloatVector.broadcast(S, x[r1 + k]);
            a1 = w0.fma(v1, a1);
            b1 = w1.fma(v1, b1);
            FloatVector v2 = FloatVector.broadcast(S, x[r2 + k]);
            a2 = w0.fma(v2, a2);
            b2 = w1.fma(v2, b2);
            FloatVector v3 = FloatVector.broadcast(S, x[r3 + k]);
            a3 = w0.fma(v3, a3);
            b3 = w1.fma(v3, b3);
        }
        a0.intoArray(y, o);
        b0.intoArray(y, o + L);
        a1.intoArray(y, o + ldy);
        b1.intoArray(y, o + ldy + L);
        a2.intoArray(y, o + 2 * ldy);
        b2.intoArray(y, o + 2 * ldy + L);
        a3.intoArray(y, o + 3 * ldy);
        b3.intoArray(y, o + 3 * ldy + L);
    }

    /** Rows that are left over, one by one. */
    private static void rest(float[] x, int ldx, float[] panels, int depth, int panel, float[] y, int ldy, int from, int to) {
        int column = panel * 2 * L;
        int start = panel * depth * 2 * L;
        for (int i = from; i < to; i++) {
            FloatVector a = FloatVector.zero(S);
            FloatVector b = FloatVector.zero(S);
            for (int k = 0, at = start; k < depth; k++, at += 2 * L) {
                FloatVector v = FloatVector.broadcast(S, x[i * ldx + k]);
                a = FloatVector.fromArray(S, panels, at).fma(v, a);
                b = FloatVector.fromArray(S, panels, at + L).fma(v, b);
            }
            int o = i * ldy + column;
            a.intoArray(y, o);
            b.intoArray(y, o + L);
        }
    }
}
