package dev.obverse.data;

import java.util.SplittableRandom;

/**
 * Deals rows out to groups by lot: so many to each group, every such deal equally likely. A row is dealt by one draw from what is left
 * (selection sampling, Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm S), so no permutation is held, and the deal
 * depends on the seed and the order of rows alone.
 */
final class Lottery {
    private final SplittableRandom random;
    private final long[] left;
    private long total;

    /** Starts a deal of {@code left[g]} rows to each group g. */
    Lottery(long seed, long... left) {
        this.random = new SplittableRandom(seed);
        this.left = left.clone();
        for (long count : left) {
            total += count;
        }
    }

    /** Returns the group of the next row. */
    int next() {
        long lot = below(total--);
        int group = 0;
        while (lot >= left[group]) {
            lot -= left[group++];
        }
        left[group]--;
        return group;
    }

    /** Returns a number in 0..bound-1; the bias, below bound / 2^64, cannot be seen. */
    private long below(long bound) {
        return Math.unsignedMultiplyHigh(random.nextLong(), bound);
    }
}
