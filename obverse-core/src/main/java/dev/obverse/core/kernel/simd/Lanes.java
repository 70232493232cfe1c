package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The width that all kernels work at, and the sum of a vector's lanes in a fixed order. */
final class Lanes {
    /** The processor's preferred width, up to 512 bits: a panel is two vectors, and 32 columns are whole panels. */
    static final VectorSpecies<Float> SPECIES =
            FloatVector.SPECIES_PREFERRED.length() > 16 ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    static final int LENGTH = SPECIES.length();

    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);

    private Lanes() {}

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
}
