package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a dense layer's weights: tiles of 8 outputs by two vectors of inputs, of 4 outputs where there are 16 registers, each summed over a
 * block of rows in their order. A block's rows stay in the cache until all tiles have seen them.
 */
final class WeightGradients {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;
    private static final int OUTPUTS = Lanes.MANY_REGISTERS ? 8 : 4;
    private static final int BLOCK = Lanes.MANY_REGISTERS ? 256 : 64;

    private WeightGradients() {}

    /** Adds {@code dy^T x} over some rows to dw for outputs {@code from} to {@code to - 1}. */
    static void run(
            float[] dy, int ldy, float[] x, int ldx, float[] dw, int at, int ldw, int in, int start, int end, int from, int to) {
        for (int row = start; row < end; row += BLOCK) {
            block(dy, ldy, x, ldx, dw, at, ldw, in, row, Math.min(end, row + BLOCK), from, to);
        }
    }

    private static void block(
            float[] dy, int ldy, float[] x, int ldx, float[] dw, int at, int ldw, int in, int start, int end, int from, int to) {
        int wholeColumns = in - in % (2 * L);
        int wholeOutputs = to - (to - from) % OUTPUTS;
        for (int column = 0; column < wholeColumns; column += 2 * L) {
            for (int o = from; o < wholeOutputs; o += OUTPUTS) {
                if (Lanes.MANY_REGISTERS) {
                    eight(dy, ldy, o, x, ldx, column, dw, at + o * ldw + column, ldw, start, end);
                } else {
                    four(dy, ldy, o, x, ldx, column, dw, at + o * ldw + column, ldw, start, end);
                }
            }
        }
        for (int o = from; o < to; o++) {
            for (int column = o < wholeOutputs ? wholeColumns : 0; column < in; column += L) {
                edge(dy, ldy, o, x, ldx, column, dw, at + o * ldw, in, start, end);
            }
        }
    }

    private static void eight(float[] dy, int ldy, int o, float[] x, int ldx, int column, float[] dw, int at, int ldw, int start, int end) {
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
        int xAt = start * ldx + column;
        int dyAt = start * ldy + o;
        for (int i = start; i < end; i++) {
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
        a0.add(FloatVector.fromArray(S, dw, at)).intoArray(dw, at);
        b0.add(FloatVector.fromArray(S, dw, at + L)).intoArray(dw, at + L);
        a1.add(FloatVector.fromArray(S, dw, at + ldw)).intoArray(dw, at + ldw);
        b1.add(FloatVector.fromArray(S, dw, at + ldw + L)).intoArray(dw, at + ldw + L);
        a2.add(FloatVector.fromArray(S, dw, at + 2 * ldw)).intoArray(dw, at + 2 * ldw);
        b2.add(FloatVector.fromArray(S, dw, at + 2 * ldw + L)).intoArray(dw, at + 2 * ldw + L);
        a3.add(FloatVector.fromArray(S, dw, at + 3 * ldw)).intoArray(dw, at + 3 * ldw);
        b3.add(FloatVector.fromArray(S, dw, at + 3 * ldw + L)).intoArray(dw, at + 3 * ldw + L);
        a4.add(FloatVector.fromArray(S, dw, at + 4 * ldw)).intoArray(dw, at + 4 * ldw);
        b4.add(FloatVector.fromArray(S, dw, at + 4 * ldw + L)).intoArray(dw, at + 4 * ldw + L);
        a5.add(FloatVector.fromArray(S, dw, at + 5 * ldw)).intoArray(dw, at + 5 * ldw);
        b5.add(FloatVector.fromArray(S, dw, at + 5 * ldw + L)).intoArray(dw, at + 5 * ldw + L);
        a6.add(FloatVector.fromArray(S, dw, at + 6 * ldw)).intoArray(dw, at + 6 * ldw);
        b6.add(FloatVector.fromArray(S, dw, at + 6 * ldw + L)).intoArray(dw, at + 6 * ldw + L);
        a7.add(FloatVector.fromArray(S, dw, at + 7 * ldw)).intoArray(dw, at + 7 * ldw);
        b7.add(FloatVector.fromArray(S, dw, at + 7 * ldw + L)).intoArray(dw, at + 7 * ldw + L);
    }

    /** Its loop counts nothing but the places: a counter more would find no general register, and wait for one at every row. */
    private static void four(float[] dy, int ldy, int o, float[] x, int ldx, int column, float[] dw, int at, int ldw, int start, int end) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector b0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector b1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector b2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        FloatVector b3 = FloatVector.zero(S);
        int dyAt = start * ldy + o;
        int xEnd = end * ldx + column;
        for (int xAt = start * ldx + column; xAt < xEnd; xAt += ldx, dyAt += ldy) {
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
        }
        a0.add(FloatVector.fromArray(S, dw, at)).intoArray(dw, at);
        b0.add(FloatVector.fromArray(S, dw, at + L)).intoArray(dw, at + L);
        a1.add(FloatVector.fromArray(S, dw, at + ldw)).intoArray(dw, at + ldw);
        b1.add(FloatVector.fromArray(S, dw, at + ldw + L)).intoArray(dw, at + ldw + L);
        a2.add(FloatVector.fromArray(S, dw, at + 2 * ldw)).intoArray(dw, at + 2 * ldw);
        b2.add(FloatVector.fromArray(S, dw, at + 2 * ldw + L)).intoArray(dw, at + 2 * ldw + L);
        a3.add(FloatVector.fromArray(S, dw, at + 3 * ldw)).intoArray(dw, at + 3 * ldw);
        b3.add(FloatVector.fromArray(S, dw, at + 3 * ldw + L)).intoArray(dw, at + 3 * ldw + L);
    }

    /** One output and at most one vector of inputs. */
    private static void edge(float[] dy, int ldy, int o, float[] x, int ldx, int column, float[] dw, int row, int in, int start, int end) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = start; i < end; i++) {
            sum = FloatVector.fromArray(S, x, i * ldx + column).fma(FloatVector.broadcast(S, dy[i * ldy + o]), sum);
        }
        VectorMask<Float> inside = S.indexInRange(column, in);
        int at = row + column;
        sum.add(FloatVector.fromArray(S, dw, at, inside)).intoArray(dw, at, inside);
    }
}
