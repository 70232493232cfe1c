package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.BytePanels;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tells which products of matrices of whole numbers in 16 bits are above a threshold; a vector holds twice as many of them as of floats. Tiles of
 * {@value #ROWS} rows by four vectors keep 20 sums in registers where there are 32, and half as many in two goes where there are 16; the rows that
 * are left over go one by one. The sums of a tile do not leave the first cache: of each, a bit is left.
 */
final class ShortFilter {
    private static final VectorSpecies<Short> S = VectorSpecies.of(short.class, Lanes.SPECIES.vectorShape());
    private static final VectorSpecies<Byte> B =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Lanes.SPECIES.vectorBitSize() / 2));
    private static final int L = S.length();
    private static final int WIDTH = BytePanels.WIDTH;
    private static final int ROWS = BytePanels.ROWS;

    private ShortFilter() {}

    /** Sets the bits of the columns of {@code x w}, modulo 2^16, that are above a row's threshold, for rows {@code from} to {@code to - 1}. */
    static void run(short[] x, int ldx, BytePanels w, short[] thresholds, short[] sums, long[] bits, int ldBits, int from, int to) {
        for (int panel = 0; panel < w.count(); panel++) {
            for (int at = 0; at < WIDTH; at += 4 * L) {
                int start = panel * w.depth() * WIDTH + at;
                int column = panel * WIDTH + at;
                int i = from;
                for (; i + ROWS <= to; i += ROWS) {
                    if (Lanes.MANY_REGISTERS) {
                        tile(x, i * ldx, ldx, w.data(), start, w.depth(), sums);
                    } else {
                        half(x, i * ldx, ldx, w.data(), start, w.depth(), sums, 0);
                        half(x, i * ldx, ldx, w.data(), start + 2 * L, w.depth(), sums, 2 * L);
                    }
                    mark(sums, ROWS, thresholds, i, bits, ldBits, column);
                }
                for (; i < to; i++) {
                    row(x, i * ldx, w.data(), start, w.depth(), sums);
                    mark(sums, 1, thresholds, i, bits, ldBits, column);
                }
            }
        }
    }

    private static void tile(short[] x, int r0, int ldx, byte[] panels, int start, int depth, short[] sums) {
        int r1 = r0 + ldx;
        int r2 = r1 + ldx;
        int r3 = r2 + ldx;
        int r4 = r3 + ldx;
        ShortVector a0 = ShortVector.zero(S);
        ShortVector b0 = ShortVector.zero(S);
        ShortVector c0 = ShortVector.zero(S);
        ShortVector d0 = ShortVector.zero(S);
        ShortVector a1 = ShortVector.zero(S);
        ShortVector b1 = ShortVector.zero(S);
        ShortVector c1 = ShortVector.zero(S);
        ShortVector d1 = ShortVector.zero(S);
        ShortVector a2 = ShortVector.zero(S);
        ShortVector b2 = ShortVector.zero(S);
        ShortVector c2 = ShortVector.zero(S);
        ShortVector d2 = ShortVector.zero(S);
        ShortVector a3 = ShortVector.zero(S);
        ShortVector b3 = ShortVector.zero(S);
        ShortVector c3 = ShortVector.zero(S);
        ShortVector d3 = ShortVector.zero(S);
        ShortVector a4 = ShortVector.zero(S);
        ShortVector b4 = ShortVector.zero(S);
        ShortVector c4 = ShortVector.zero(S);
        ShortVector d4 = ShortVector.zero(S);
        for (int k = 0, at = start; k < depth; k++, at += WIDTH) {
            ShortVector w0 = (ShortVector) ByteVector.fromArray(B, panels, at).castShape(S, 0);
            ShortVector w1 = (ShortVector) ByteVector.fromArray(B, panels, at + L).castShape(S, 0);
            ShortVector w2 = (ShortVector) ByteVector.fromArray(B, panels, at + 2 * L).castShape(S, 0);
            ShortVector w3 = (ShortVector) ByteVector.fromArray(B, panels, at + 3 * L).castShape(S, 0);
            ShortVector v0 = ShortVector.broadcast(S, x[r0 + k]);
            a0 = w0.mul(v0).add(a0);
            b0 = w1.mul(v0).add(b0);
            c0 = w2.mul(v0).add(c0);
            d0 = w3.mul(v0).add(d0);
            ShortVector v1 = ShortVector.broadcast(S, x[r1 + k]);
            a1 = w0.mul(v1).add(a1);
            b1 = w1.mul(v1).add(b1);
            c1 = w2.mul(v1).add(c1);
            d1 = w3.mul(v1).add(d1);
            ShortVector v2 = ShortVector.broadcast(S, x[r2 + k]);
            a2 = w0.mul(v2).add(a2);
            b2 = w1.mul(v2).add(b2);
            c2 = w2.mul(v2).add(c2);
            d2 = w3.mul(v2).add(d2);
            ShortVector v3 = ShortVector.broadcast(S, x[r3 + k]);
            a3 = w0.mul(v3).add(a3);
            b3 = w1.mul(v3).add(b3);
            c3 = w2.mul(v3).add(c3);
            d3 = w3.mul(v3).add(d3);
            ShortVector v4 = ShortVector.broadcast(S, x[r4 + k]);
            a4 = w0.mul(v4).add(a4);
            b4 = w1.mul(v4).add(b4);
            c4 = w2.mul(v4).add(c4);
            d4 = w3.mul(v4).add(d4);
        }
        a0.intoArray(sums, 0);
        b0.intoArray(sums, L);
        c0.intoArray(sums, 2 * L);
        d0.intoArray(sums, 3 * L);
        a1.intoArray(sums, 4 * L);
        b1.intoArray(sums, 5 * L);
        c1.intoArray(sums, 6 * L);
        d1.intoArray(sums, 7 * L);
        a2.intoArray(sums, 8 * L);
        b2.intoArray(sums, 9 * L);
        c2.intoArray(sums, 10 * L);
        d2.intoArray(sums, 11 * L);
        a3.intoArray(sums, 12 * L);
        b3.intoArray(sums, 13 * L);
        c3.intoArray(sums, 14 * L);
        d3.intoArray(sums, 15 * L);
        a4.intoArray(sums, 16 * L);
        b4.intoArray(sums, 17 * L);
        c4.intoArray(sums, 18 * L);
        d4.intoArray(sums, 19 * L);
    }

    /** The first two or the last two vectors of each row of a tile. */
    private static void half(short[] x, int r0, int ldx, byte[] panels, int start, int depth, short[] sums, int o) {
        int r1 = r0 + ldx;
        int r2 = r1 + ldx;
        int r3 = r2 + ldx;
        int r4 = r3 + ldx;
        ShortVector a0 = ShortVector.zero(S);
        ShortVector b0 = ShortVector.zero(S);
        ShortVector a1 = ShortVector.zero(S);
        ShortVector b1 = ShortVector.zero(S);
        ShortVector a2 = ShortVector.zero(S);
        ShortVector b2 = ShortVector.zero(S);
        ShortVector a3 = ShortVector.zero(S);
        ShortVector b3 = ShortVector.zero(S);
        ShortVector a4 = ShortVector.zero(S);
        ShortVector b4 = ShortVector.zero(S);
        for (int k = 0, at = start; k < depth; k++, at += WIDTH) {
            ShortVector w0 = (ShortVector) ByteVector.fromArray(B, panels, at).castShape(S, 0);
            ShortVector w1 = (ShortVector) ByteVector.fromArray(B, panels, at + L).castShape(S, 0);
            ShortVector v0 = ShortVector.broadcast(S, x[r0 + k]);
            a0 = w0.mul(v0).add(a0);
            b0 = w1.mul(v0).add(b0);
            ShortVector v1 = ShortVector.broadcast(S, x[r1 + k]);
            a1 = w0.mul(v1).add(a1);
            b1 = w1.mul(v1).add(b1);
            ShortVector v2 = ShortVector.broadcast(S, x[r2 + k]);
            a2 = w0.mul(v2).add(a2);
            b2 = w1.mul(v2).add(b2);
            ShortVector v3 = ShortVector.broadcast(S, x[r3 + k]);
            a3 = w0.mul(v3).add(a3);
            b3 = w1.mul(v3).add(b3);
            ShortVector v4 = ShortVector.broadcast(S, x[r4 + k]);
            a4 = w0.mul(v4).add(a4);
            b4 = w1.mul(v4).add(b4);
        }
        a0.intoArray(sums, o);
        b0.intoArray(sums, o + L);
        a1.intoArray(sums, o + 4 * L);
        b1.intoArray(sums, o + 5 * L);
        a2.intoArray(sums, o + 8 * L);
        b2.intoArray(sums, o + 9 * L);
        a3.intoArray(sums, o + 12 * L);
        b3.intoArray(sums, o + 13 * L);
        a4.intoArray(sums, o + 16 * L);
        b4.intoArray(sums, o + 17 * L);
    }

    private static void row(short[] x, int r, byte[] panels, int start, int depth, short[] sums) {
        ShortVector a = ShortVector.zero(S);
        ShortVector b = ShortVector.zero(S);
        ShortVector c = ShortVector.zero(S);
        ShortVector d = ShortVector.zero(S);
        for (int k = 0, at = start; k < depth; k++, at += WIDTH) {
            ShortVector v = ShortVector.broadcast(S, x[r + k]);
            a = ((ShortVector) ByteVector.fromArray(B, panels, at).castShape(S, 0)).mul(v).add(a);
            b = ((ShortVector) ByteVector.fromArray(B, panels, at + L).castShape(S, 0)).mul(v).add(b);
            c = ((ShortVector) ByteVector.fromArray(B, panels, at + 2 * L).castShape(S, 0)).mul(v).add(c);
            d = ((ShortVector) ByteVector.fromArray(B, panels, at + 3 * L).castShape(S, 0)).mul(v).add(d);
        }
        a.intoArray(sums, 0);
        b.intoArray(sums, L);
        c.intoArray(sums, 2 * L);
        d.intoArray(sums, 3 * L);
    }

    /** Marks the sums of some rows that are above their thresholds, from bit {@code column % 64} of a row's word {@code column / 64} on. */
    private static void mark(short[] sums, int rows, short[] thresholds, int row, long[] bits, int ldBits, int column) {
        for (int r = 0; r < rows; r++) {
            ShortVector t = ShortVector.broadcast(S, thresholds[row + r]);
            int at = r * 4 * L;
            long a = ShortVector.fromArray(S, sums, at).compare(VectorOperators.GT, t).toLong();
            long b = ShortVector.fromArray(S, sums, at + L).compare(VectorOperators.GT, t).toLong();
            long c = ShortVector.fromArray(S, sums, at + 2 * L).compare(VectorOperators.GT, t).toLong();
            long d = ShortVector.fromArray(S, sums, at + 3 * L).compare(VectorOperators.GT, t).toLong();
            int word = (row + r) * ldBits + column / Long.SIZE;
            long left = a | (b << L);
            long right = c | (d << L);
            if (2 * L == Long.SIZE) {
                bits[word] = left;
                bits[word + 1] = right;
            } else {
                // A shift counts modulo 64.
                bits[word] |= (left | (right << (2 * L))) << column;
            }
        }
    }
}
