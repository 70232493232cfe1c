package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.BytePanels;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Upper bounds of a matrix product, from its right side in bytes. For a few rows the memory that the right side takes is what counts; tiles
 * of 4 rows, and the rest one by one, turn bytes into floats in registers.
 */
final class ByteProduct {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;
    /** As many bytes as a vector has floats; there is no vector of fewer than 8. */
    private static final VectorSpecies<Byte> B = VectorSpecies.of(byte.class, VectorShape.forBitSize(8 * Math.max(8, L)));

    private ByteProduct() {}

    /** Whether the vectors are wide enough. */
    static boolean fits() {
        return L >= 8;
    }

    /** As {@link #run}, for vectors of four floats. */
    static void narrow(float[] x, int ldx, float[] slack, BytePanels w, float[] y, int ldy, int from, int to) {
        byte[] panels = w.data();
        for (int column = 0; column < w.scales().length; column++) {
            int start = column / (2 * L) * w.depth() * 2 * L + column % (2 * L);
            for (int i = from; i < to; i++) {
                float sum = slack[i];
                for (int k = 0; k < w.depth(); k++) {
                    sum = Math.fma((float) panels[start + k * 2 * L], x[i * ldx + k], sum);
                }
                y[i * ldy + column] = sum * w.scales()[column];
            }
        }
    }

    /** Computes {@code y = scales (slack + x w)} for rows {@code from} to {@code to - 1}. */
    static void run(float[] x, int ldx, float[] slack, BytePanels w, float[] y, int ldy, int from, int to) {
        byte[] panels = w.data();
        float[] scales = w.scales();
        int depth = w.depth();
        for (int panel = 0; panel < w.count(); panel++) {
            int column = panel * 2 * L;
            int start = panel * depth * 2 * L;
            FloatVector s0 = FloatVector.fromArray(S, scales, column);
            FloatVector s1 = FloatVector.fromArray(S, scales, column + L);
            int i = from;
            for (; i + 4 <= to; i += 4) {
                int r0 = i * ldx;
                int r1 = r0 + ldx;
                int r2 = r1 + ldx;
                int r3 = r2 + ldx;
                FloatVector a0 = FloatVector.broadcast(S, slack[i]);
                FloatVector b0 = a0;
                FloatVector a1 = FloatVector.broadcast(S, slack[i + 1]);
                FloatVector b1 = a1;
                FloatVector a2 = FloatVector.broadcast(S, slack[i + 2]);
                FloatVector b2 = a2;
                FloatVector a3 = FloatVector.broadcast(S, slack[i + 3]);
                FloatVector b3 = a3;
                for (int k = 0, at = start; k < depth; k++, at += 2 * L) {
                    FloatVector w0 = (FloatVector) ByteVector.fromArray(B, panels, at).castShape(S, 0);
                    FloatVector w1 = (FloatVector) ByteVector.fromArray(B, panels, at + L).castShape(S, 0);
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
                int o = i * ldy + column;
                a0.mul(s0).intoArray(y, o);
                b0.mul(s1).intoArray(y, o + L);
                a1.mul(s0).intoArray(y, o + ldy);
                b1.mul(s1).intoArray(y, o + ldy + L);
                a2.mul(s0).intoArray(y, o + 2 * ldy);
                b2.mul(s1).intoArray(y, o + 2 * ldy + L);
                a3.mul(s0).intoArray(y, o + 3 * ldy);
                b3.mul(s1).intoArray(y, o + 3 * ldy + L);
            }
            for (; i < to; i++) {
                FloatVector a = FloatVector.broadcast(S, slack[i]);
                FloatVector b = a;
                for (int k = 0, at = start; k < depth; k++, at += 2 * L) {
                    FloatVector v = FloatVector.broadcast(S, x[i * ldx + k]);
                    a = ((FloatVector) ByteVector.fromArray(B, panels, at).castShape(S, 0)).fma(v, a);
                    b = ((FloatVector) ByteVector.fromArray(B, panels, at + L).castShape(S, 0)).fma(v, b);
                }
                int o = i * ldy + column;
                a.mul(s0).intoArray(y, o);
                b.mul(s1).intoArray(y, o + L);
            }
        }
    }
}
