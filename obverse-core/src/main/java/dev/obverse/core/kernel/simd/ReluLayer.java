package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.Panels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A dense layer with ReLU. Tiles of 12 rows by one panel of two vectors keep 24 sums in registers, tiles of 4 rows 8 sums where there are 16
 * registers; the rows that are left over go one by one. Every sum has the same order of additions in all three.
 */
final class ReluLayer {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private ReluLayer() {}

    /** Computes {@code y = max(0, x w + bias)} for rows {@code from} to {@code to - 1}. */
    static void run(float[] x, int ldx, Panels w, float[] bias, float[] y, int ldy, int from, int to) {
        float[] panels = w.data();
        int depth = w.depth();
        for (int panel = 0; panel < w.count(); panel++) {
            int column = panel * 2 * L;
            int start = panel * depth * 2 * L;
            FloatVector bias0 = FloatVector.fromArray(S, bias, column);
            FloatVector bias1 = FloatVector.fromArray(S, bias, column + L);
            int i = Lanes.MANY_REGISTERS ? from : fours(x, ldx, panels, start, depth, bias, y, ldy, column, from, to);
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
                FloatVector a0 = bias0;
                FloatVector b0 = bias1;
                FloatVector a1 = bias0;
                FloatVector b1 = bias1;
                FloatVector a2 = bias0;
                FloatVector b2 = bias1;
                FloatVector a3 = bias0;
                FloatVector b3 = bias1;
                FloatVector a4 = bias0;
                FloatVector b4 = bias1;
                FloatVector a5 = bias0;
                FloatVector b5 = bias1;
                FloatVector a6 = bias0;
                FloatVector b6 = bias1;
                FloatVector a7 = bias0;
                FloatVector b7 = bias1;
                FloatVector a8 = bias0;
                FloatVector b8 = bias1;
                FloatVector a9 = bias0;
                FloatVector b9 = bias1;
                FloatVector a10 = bias0;
                FloatVector b10 = bias1;
                FloatVector a11 = bias0;
                FloatVector b11 = bias1;
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
                a0.max(0f).intoArray(y, o);
                b0.max(0f).intoArray(y, o + L);
                a1.max(0f).intoArray(y, o + ldy);
                b1.max(0f).intoArray(y, o + ldy + L);
                a2.max(0f).intoArray(y, o + 2 * ldy);
                b2.max(0f).intoArray(y, o + 2 * ldy + L);
                a3.max(0f).intoArray(y, o + 3 * ldy);
                b3.max(0f).intoArray(y, o + 3 * ldy + L);
                a4.max(0f).intoArray(y, o + 4 * ldy);
                b4.max(0f).intoArray(y, o + 4 * ldy + L);
                a5.max(0f).intoArray(y, o + 5 * ldy);
                b5.max(0f).intoArray(y, o + 5 * ldy + L);
                a6.max(0f).intoArray(y, o + 6 * ldy);
                b6.max(0f).intoArray(y, o + 6 * ldy + L);
                a7.max(0f).intoArray(y, o + 7 * ldy);
                b7.max(0f).intoArray(y, o + 7 * ldy + L);
                a8.max(0f).intoArray(y, o + 8 * ldy);
                b8.max(0f).intoArray(y, o + 8 * ldy + L);
                a9.max(0f).intoArray(y, o + 9 * ldy);
                b9.max(0f).intoArray(y, o + 9 * ldy + L);
                a10.max(0f).intoArray(y, o + 10 * ldy);
                b10.max(0f).intoArray(y, o + 10 * ldy + L);
                a11.max(0f).intoArray(y, o + 11 * ldy);
                b11.max(0f).intoArray(y, o + 11 * ldy + L);
            }
            for (; i < to; i++) {
                FloatVector a = bias0;
                FloatVector b = bias1;
                for (int k = 0, at = start; k < depth; k++, at += 2 * L) {
                    FloatVector v = FloatVector.broadcast(S, x[i * ldx + k]);
                    a = FloatVector.fromArray(S, panels, at).fma(v, a);
                    b = FloatVector.fromArray(S, panels, at + L).fma(v, b);
                }
                int o = i * ldy + column;
                a.max(0f).intoArray(y, o);
                b.max(0f).intoArray(y, o + L);
            }
        }
    }

    /** Tiles of 4 rows by one panel; returns where it stopped. */
    private static int fours(
            float[] x, int ldx, float[] panels, int start, int depth, float[] bias, float[] y, int ldy, int column, int from, int to) {
        int i = from;
        for (; i + 4 <= to; i += 4) {
            four(x, i * ldx, ldx, panels, start, depth, bias, column, y, i * ldy + column, ldy);
        }
        return i;
    }

    private static void four(
            float[] x, int r0, int ldx, float[] panels, int start, int depth, float[] bias, int column, float[] y, int o, int ldy) {
        FloatVector bias0 = FloatVector.fromArray(S, bias, column);
        FloatVector bias1 = FloatVector.fromArray(S, bias, column + L);
        int r1 = r0 + ldx;
        int r2 = r1 + ldx;
        int r3 = r2 + ldx;
        FloatVector a0 = bias0;
        FloatVector b0 = bias1;
        FloatVector a1 = bias0;
        FloatVector b1 = bias1;
        FloatVector a2 = bias0;
        FloatVector b2 = bias1;
        FloatVector a3 = bias0;
        FloatVector b3 = bias1;
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
        a0.max(0f).intoArray(y, o);
        b0.max(0f).intoArray(y, o + L);
        a1.max(0f).intoArray(y, o + ldy);
        b1.max(0f).intoArray(y, o + ldy + L);
        a2.max(0f).intoArray(y, o + 2 * ldy);
        b2.max(0f).intoArray(y, o + 2 * ldy + L);
        a3.max(0f).intoArray(y, o + 3 * ldy);
        b3.max(0f).intoArray(y, o + 3 * ldy + L);
    }
}
