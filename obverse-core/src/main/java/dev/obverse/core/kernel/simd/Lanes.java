package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The width that all kernels work at, and sums of a vector's lanes in a fixed order. */
final class Lanes {
    /** The processor's preferred width, up to 512 bits: a panel is two vectors, and 32 columns are whole panels. */
    static final VectorSpecies<Float> SPECIES =
            FloatVector.SPECIES_PREFERRED.length() > 16 ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    static final int LENGTH = SPECIES.length();

    /** Whether there are 32 vector registers, as AVX-512 and NEON have, for a tile's sums; AVX2 has 16. */
    static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() != 256;

    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);

    private static final VectorShuffle<Float> SWAP_4 = VectorShuffle.fromOp(SPECIES, lane -> (lane ^ 4) % SPECIES.length());
    private static final VectorMask<Float> UPPER_8 = odd(8);
    private static final VectorMask<Float> ODD_4 = odd(4);

    private Lanes() {}

    /** The lanes of every second group of so many. */
    private static VectorMask<Float> odd(int group) {
        boolean[] lanes = new boolean[LENGTH];
        for (int lane = 0; lane < LENGTH; lane++) {
            lanes[lane] = lane / group % 2 == 1;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % SPECIES.length());
    }

    /** Adds the upper half to the lower one until one lane is left. */
    static float sum(FloatVector v) {
        FloatVector s = v;
        if (LENGTH >= 16) {
            s = s.add(s.rearrange(BY_8));
        }
        if (LENGTH >= 8) {
            s = s.add(s.rearrange(BY_4));
        }
        s = s.add(s.rearrange(BY_2));
        s = s.add(s.rearrange(BY_1));
        return s.lane(0);
    }

    /**
     * The sums of four vectors of 16 lanes, bit for bit those of {@link #sum}, in half the instructions: each step folds two vectors into
     * one. They lie in lanes 0 (a), 8 (b), 4 (c) and 12 (d).
     */
    static FloatVector sums(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        FloatVector ab = a.blend(b, UPPER_8).add(b.blend(a, UPPER_8).rearrange(BY_8));
        FloatVector cd = c.blend(d, UPPER_8).add(d.blend(c, UPPER_8).rearrange(BY_8));
        FloatVector all = ab.blend(cd, ODD_4).add(cd.blend(ab, ODD_4).rearrange(SWAP_4));
        FloatVector pairs = all.add(all.rearrange(BY_2));
        return pairs.add(pairs.rearrange(BY_1));
    }
}
