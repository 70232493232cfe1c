package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Finds the few values that are above a threshold: a comparison for each vector, work only where one is. */
final class FilterKernels {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private FilterKernels() {}

    static int above(float[] values, int from, int to, float threshold, int[] places, int at) {
        FloatVector t = FloatVector.broadcast(S, threshold);
        int next = at;
        int n = to - from;
        int whole = n - n % L;
        for (int i = 0; i < whole; i += L) {
            long lanes = FloatVector.fromArray(S, values, from + i).compare(VectorOperators.GT, t).toLong();
            while (lanes != 0) {
                places[next++] = i + Long.numberOfTrailingZeros(lanes);
                lanes &= lanes - 1;
            }
        }
        for (int i = whole; i < n; i++) {
            if (values[from + i] > threshold) {
                places[next++] = i;
            }
        }
        return next - at;
    }
}
