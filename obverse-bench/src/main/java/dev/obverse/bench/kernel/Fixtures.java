package dev.obverse.bench.kernel;

import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.PairRows;
import dev.obverse.core.sample.SplitMix64;

/** What all fixtures draw their input with. */
final class Fixtures {
    /** Pairs of a batch: the default of training. */
    static final int BATCH = 1024;
    /** Users and items of MovieLens-1M, whose tables fit the second-level cache as they do there. */
    static final int USERS = 6040;
    static final int ITEMS = 3952;
    /** Width of an embedding: the default of training. */
    static final int WIDTH = 32;

    private Fixtures() {}

    /** Returns the kernels of a name, scalar or simd; refused where they cannot be had. */
    static Kernels kernels(String name) {
        System.setProperty(KernelProviders.PROPERTY, name);
        return KernelProviders.choose();
    }

    /** Returns numbers from a normal distribution, small enough that no repetition of a kernel leaves the range of floats. */
    static float[] normals(int n, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (0.01 * random.nextGaussian());
        }
        return values;
    }

    /** Returns ids of a batch, of which the small ones are frequent. */
    static int[] skewedIds(int bound, double exponent, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int[] ids = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            ids[i] = (int) (bound * Math.pow(random.nextDouble(), exponent));
        }
        return ids;
    }

    /** Returns the distinct ones among ids. */
    static PairRows rows(int[] ids) {
        PairRows rows = new PairRows(ids.length);
        rows.index(ids, ids.length);
        return rows;
    }
}
