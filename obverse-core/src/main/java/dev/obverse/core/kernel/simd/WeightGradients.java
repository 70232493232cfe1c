package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The gradient of a dense layer's weights: tiles of 8 outputs by two vectors of inputs, each summed over the pairs in their order. */
final class WeightGradients {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private WeightGradients() {}

    /** Adds {@code dy^T x} to dw for outputs {@code from} to {@code to - 1}. */
    static void run(float[] dy, int ldy, float[] x, int ldx, float[] dw, int in, int n, int from, int to) {
        int wholeColumns = in - in % (2 * L);
        int wholeOutputs = to - (to - from) % 8;
        for (int o = from; o < wholeOutputs; o += 8) {
            for (int column = 0; column < wholeColumns; column += 2 * L) {
                tile(dy, ldy, o, x, ldx, column, dw, in, n);
            }
        }
        for (int o = from; o < to; o++) {
            for (int column = o < wholeOutputs ? wholeColumns : 0; column < in; column += L) {
                edge(dy, ldy, o, x, ldx, column, dw, in, n);
            }
        }
    }

    private static void tile(float[] dy, int ldy, int o, float[] x, int ldx, int column, float[] dw, int in, int n) {
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
        int xAt = column;
        int dyAt = o;
        for (int i = 0; i < n; i++) {
            FloatVector x0 = FloatVector.fromArray(S, x, xAt);
            FloatVector x1 = FloatVector.fromArray(S, x, xAt + L);
            FloatVector d0 = FloatVector.broadcast(S, dy[dyAt]);
            a0 = x0.fma(d0, a0);
            b0 = x1.fma(d0, b0);
            FloatVector d1 = FloatVector.broadcast(S, dy[dyAt + 1]);
            a1 = x0.fma(d1, a1);
            b1 = x1.fma(d1, b1);
            FloatVector d2 = FloatVector.broadcast(S, dy[dyAt + 2]);
            a2 = x0.fma(d2, a2);
            b2 = x1.fma(d2, b2);
            FloatVector d3 = FloatVector.broadcast(S, dy[dyAt + 3]);
            a3 = x0.fma(d3, a3);
            b3 = x1.fma(d3, b3);
            FloatVector d4 = FloatVector.broadcast(S, dy[dyAt + 4]);
            a4 = x0.fma(d4, a4);
            b4 = x1.fma(d4, b4);
            FloatVector d5 = FloatVector.broadcast(S, dy[dyAt + 5]);
            a5 = x0.fma(d5, a5);
            b5 = x1.fma(d5, b5);
            FloatVector d6 = FloatVector.broadcast(S, dy[dyAt + 6]);
            a6 = x0.fma(d6, a6);
            b6 = x1.fma(d6, b6);
            FloatVector d7 = FloatVector.broadcast(S, dy[dyAt + 7]);
            a7 = x0.fma(d7, a7);
            b7 = x1.fma(d7, b7);
            xAt += ldx;
            dyAt += ldy;
        }
        int at = o * in + column;
        a0.add(FloatVector.fromArray(S, dw, at)).intoArray(dw, at);
        b0.add(FloatVector.fromArray(S, dw, at + L)).intoArray(dw, at + L);
        a1.add(FloatVector.fromArray(S, dw, at + in)).intoArray(dw, at + in);
        b1.add(FloatVector.fromArray(S, dw, at + in + L)).intoArray(dw, at + in + L);
        a2.add(FloatVector.fromArray(S, dw, at + 2 * in)).intoArray(dw, at + 2 * in);
        b2.add(FloatVector.fromArray(S, dw, at + 2 * in + L)).intoArray(dw, at + 2 * in + L);
        a3.add(FloatVector.fromArray(S, dw, at + 3 * in)).intoArray(dw, at + 3 * in);
        b3.add(FloatVector.fromArray(S, dw, at + 3 * in + L)).intoArray(dw, at + 3 * in + L);
        a4.add(FloatVector.fromArray(S, dw, at + 4 * in)).intoArray(dw, at + 4 * in);
        b4.add(FloatVector.fromArray(S, dw, at + 4 * in + L)).intoArray(dw, at + 4 * in + L);
        a5.add(FloatVector.fromArray(S, dw, at + 5 * in)).intoArray(dw, at + 5 * in);
        b5.add(FloatVector.fromArray(S, dw, at + 5 * in + L)).intoArray(dw, at + 5 * in + L);
        a6.add(FloatVector.fromArray(S, dw, at + 6 * in)).intoArray(dw, at + 6 * in);
        b6.add(FloatVector.fromArray(S, dw, at + 6 * in + L)).intoArray(dw, at + 6 * in + L);
        a7.add(FloatVector.fromArray(S, dw, at + 7 * in)).intoArray(dw, at + 7 * in);
        b7.add(FloatVector.fromArray(S, dw, at + 7 * in + L)).intoArray(dw, at + 7 * in + L);
    }

    /** One output and at most one vector of inputs. */
    private static void edge(float[] dy, int ldy, int o, float[] x, int ldx, int column, float[] dw, int in, int n) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = 0; i < n; i++) {
            sum = FloatVector.fromArray(S, x, i * ldx + column).fma(FloatVector.broadcast(S, dy[i * ldy + o]), sum);
        }
        VectorMask<Float> inside = S.indexInRange(column, in);
        int at = o * in + column;
        sum.add(FloatVector.fromArray(S, dw, at, inside)).intoArray(dw, at, inside);
    }
}
