package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Finds the few values that are above a threshold: a comparison for each vector, work only where one is. */
final class FilterKernels {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private FilterKernels() {}

    static int above(float[] values, int start, int from, int to, float threshold, int[] places, int at) {
        FloatVector t = FloatVector.broadcast(S, threshold);
        int next = at;
        int whole = to - (to - from) % S.length();
        for (int i = from; i < whole; i += S.length()) {
            long lanes = FloatVector.fromArray(S, values, start + i).compare(VectorOperators.GT, t).toLong();
            for (; lanes != 0; lanes &= lanes - 1) {
                places[next++] = i + Long.numberOfTrailingZeros(lanes);
            }
        }
        for (int i = whole; i < to; i++) {
            if (values[start + i] > threshold) {
                places[next++] = i;
            }
        }
        return next - at;
    }
}
