package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.Panels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The way back through a dense layer and the ReLU below it. Tiles of 12 rows by one panel of two vectors keep 24 sums in registers, tiles of
 * 4 rows 8 sums where there are 16 registers; the rows that are left over go one by one. Every sum has the same order of additions in all three.
 */
final class ReluInputGradients {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private ReluInputGradients() {}

    /** Computes {@code dx = dy w} where x is above 0, and 0 elsewhere. */
    static void run(float[] dy, int ldy, Panels w, float[] x, float[] dx, int ldx, int from, int to) {
        float[] panels = w.data();
        int depth = w.depth();
        FloatVector zero = FloatVector.zero(S);
        for (int panel = 0; panel < w.count(); panel++) {
            int column = panel * 2 * L;
            int start = panel * depth * 2 * L;
            int i = Lanes.MANY_REGISTERS ? from : fours(dy, ldy, panels, start, depth, x, dx, ldx, column, from, to);
            for (; i + 12 <= to; i += 12) {
                int r0 = i * ldy;
                int r1 = r0 + ldy;
                int r2 = r1 + ldy;
                int r3 = r2 + ldy;
                int r4 = r3 + ldy;
                int r5 = r4 + ldy;
                int r6 = r5 + ldy;
                int r7 = r6 + ldy;
                int r8 = r7 + ldy;
                int r9 = r8 + ldy;
                int r10 = r9 + ldy;
                int r11 = r10 + ldy;
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
                    FloatVector v0 = FloatVector.broadcast(S, dy[r0 + k]);
                    a0 = w0.fma(v0, a0);
                    b0 = w1.fma(v0, b0);
                    FloatVector v1 = FloatVector.broadcast(S, dy[r1 + k]);
                    a1 = w0.fma(v1, a1);
                    b1 = w1.fma(v1, b1);
                    FloatVector v2 = FloatVector.broadcast(S, dy[r2 + k]);
                    a2 = w0.fma(v2, a2);
                    b2 = w1.fma(v2, b2);
                    FloatVector v3 = FloatVector.broadcast(S, dy[r3 + k]);
                    a3 = w0.fma(v3, a3);
                    b3 = w1.fma(v3, b3);
                    FloatVector v4 = FloatVector.broadcast(S, dy[r4 + k]);
                    a4 = w0.fma(v4, a4);
                    b4 = w1.fma(v4, b4);
                    FloatVector v5 = FloatVector.broadcast(S, dy[r5 + k]);
                    a5 = w0.fma(v5, a5);
                    b5 = w1.fma(v5, b5);
                    FloatVector v6 = FloatVector.broadcast(S, dy[r6 + k]);
                    a6 = w0.fma(v6, a6);
                    b6 = w1.fma(v6, b6);
                    FloatVector v7 = FloatVector.broadcast(S, dy[r7 + k]);
                    a7 = w0.fma(v7, a7);
                    b7 = w1.fma(v7, b7);
                    FloatVector v8 = FloatVector.broadcast(S, dy[r8 + k]);
                    a8 = w0.fma(v8, a8);
                    b8 = w1.fma(v8, b8);
                    FloatVector v9 = FloatVector.broadcast(S, dy[r9 + k]);
                    a9 = w0.fma(v9, a9);
                    b9 = w1.fma(v9, b9);
                    FloatVector v10 = FloatVector.broadcast(S, dy[r10 + k]);
                    a10 = w0.fma(v10, a10);
                    b10 = w1.fma(v10, b10);
                    FloatVector v11 = FloatVector.broadcast(S, dy[r11 + k]);
                    a11 = w0.fma(v11, a11);
                    b11 = w1.fma(v11, b11);
                }
                int o = i * ldx + column;
                zero.blend(a0, FloatVector.fromArray(S, x, o).compare(VectorOperators.GT, 0f)).intoArray(dx, o);
                zero.blend(b0, FloatVector.fromArray(S, x, o + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + L);
                zero.blend(a1, FloatVector.fromArray(S, x, o + ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + ldx);
                zero.blend(b1, FloatVector.fromArray(S, x, o + ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + ldx + L);
                zero.blend(a2, FloatVector.fromArray(S, x, o + 2 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 2 * ldx);
                zero.blend(b2, FloatVector.fromArray(S, x, o + 2 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 2 * ldx + L);
                zero.blend(a3, FloatVector.fromArray(S, x, o + 3 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 3 * ldx);
                zero.blend(b3, FloatVector.fromArray(S, x, o + 3 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 3 * ldx + L);
                zero.blend(a4, FloatVector.fromArray(S, x, o + 4 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 4 * ldx);
                zero.blend(b4, FloatVector.fromArray(S, x, o + 4 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 4 * ldx + L);
                zero.blend(a5, FloatVector.fromArray(S, x, o + 5 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 5 * ldx);
                zero.blend(b5, FloatVector.fromArray(S, x, o + 5 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 5 * ldx + L);
                zero.blend(a6, FloatVector.fromArray(S, x, o + 6 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 6 * ldx);
                zero.blend(b6, FloatVector.fromArray(S, x, o + 6 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 6 * ldx + L);
                zero.blend(a7, FloatVector.fromArray(S, x, o + 7 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 7 * ldx);
                zero.blend(b7, FloatVector.fromArray(S, x, o + 7 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 7 * ldx + L);
                zero.blend(a8, FloatVector.fromArray(S, x, o + 8 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 8 * ldx);
                zero.blend(b8, FloatVector.fromArray(S, x, o + 8 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 8 * ldx + L);
                zero.blend(a9, FloatVector.fromArray(S, x, o + 9 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 9 * ldx);
                zero.blend(b9, FloatVector.fromArray(S, x, o + 9 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 9 * ldx + L);
                zero.blend(a10, FloatVector.fromArray(S, x, o + 10 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 10 * ldx);
                zero.blend(b10, FloatVector.fromArray(S, x, o + 10 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 10 * ldx + L);
                zero.blend(a11, FloatVector.fromArray(S, x, o + 11 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 11 * ldx);
                zero.blend(b11, FloatVector.fromArray(S, x, o + 11 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 11 * ldx + L);
            }
            for (; i < to; i++) {
                FloatVector a = FloatVector.zero(S);
                FloatVector b = FloatVector.zero(S);
                for (int k = 0, at = start; k < depth; k++, at += 2 * L) {
                    FloatVector v = FloatVector.broadcast(S, dy[i * ldy + k]);
                    a = FloatVector.fromArray(S, panels, at).fma(v, a);
                    b = FloatVector.fromArray(S, panels, at + L).fma(v, b);
                }
                int o = i * ldx + column;
                zero.blend(a, FloatVector.fromArray(S, x, o).compare(VectorOperators.GT, 0f)).intoArray(dx, o);
                zero.blend(b, FloatVector.fromArray(S, x, o + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + L);
            }
        }
    }

    /** Tiles of 4 rows by one panel; returns where it stopped. */
    private static int fours(
            float[] dy, int ldy, float[] panels, int start, int depth, float[] x, float[] dx, int ldx, int column, int from, int to) {
        int i = from;
        for (; i + 4 <= to; i += 4) {
            four(dy, i * ldy, ldy, panels, start, depth, x, dx, i * ldx + column, ldx);
        }
        return i;
    }

    private static void four(
            float[] dy, int r0, int ldy, float[] panels, int start, int depth, float[] x, float[] dx, int o, int ldx) {
        FloatVector zero = FloatVector.zero(S);
        int r1 = r0 + ldy;
        int r2 = r1 + ldy;
        int r3 = r2 + ldy;
        FloatVector a0 = zero;
        FloatVector b0 = zero;
        FloatVector a1 = zero;
        FloatVector b1 = zero;
        FloatVector a2 = zero;
        FloatVector b2 = zero;
        FloatVector a3 = zero;
        FloatVector b3 = zero;
        for (int k = 0, at = start; k < depth; k++, at += 2 * L) {
            FloatVector w0 = FloatVector.fromArray(S, panels, at);
            FloatVector w1 = FloatVector.fromArray(S, panels, at + L);
            FloatVector v0 = FloatVector.broadcast(S, dy[r0 + k]);
            a0 = w0.fma(v0, a0);
            b0 = w1.fma(v0, b0);
            FloatVector v1 = FloatVector.broadcast(S, dy[r1 + k]);
            a1 = w0.fma(v1, a1);
            b1 = w1.fma(v1, b1);
            FloatVector v2 = FloatVector.broadcast(S, dy[r2 + k]);
            a2 = w0.fma(v2, a2);
            b2 = w1.fma(v2, b2);
            FloatVector v3 = FloatVector.broadcast(S, dy[r3 + k]);
            a3 = w0.fma(v3, a3);
            b3 = w1.fma(v3, b3);
        }
        zero.blend(a0, FloatVector.fromArray(S, x, o).compare(VectorOperators.GT, 0f)).intoArray(dx, o);
        zero.blend(b0, FloatVector.fromArray(S, x, o + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + L);
        zero.blend(a1, FloatVector.fromArray(S, x, o + ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + ldx);
        zero.blend(b1, FloatVector.fromArray(S, x, o + ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + ldx + L);
        zero.blend(a2, FloatVector.fromArray(S, x, o + 2 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 2 * ldx);
        zero.blend(b2, FloatVector.fromArray(S, x, o + 2 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 2 * ldx + L);
        zero.blend(a3, FloatVector.fromArray(S, x, o + 3 * ldx).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 3 * ldx);
        zero.blend(b3, FloatVector.fromArray(S, x, o + 3 * ldx + L).compare(VectorOperators.GT, 0f)).intoArray(dx, o + 3 * ldx + L);
    }
}
