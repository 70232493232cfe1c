package dev.obverse.data;

import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;

/**
 * Deals rows out to groups by lot: so many to each group, every such deal equally likely. A row is dealt by one draw from what is left
 * (selection sampling, Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm S), so no permutation is held, and the deal
 * depends on the seed and the order of rows alone.
 */
final class Lottery {
    private final SplitMix64 random;
    private final long[] left;
    private long total;

    /**
     * Starts a deal of {@code left[g]} rows to each group g.
     *
     * @param place tells the lotteries of one seed apart
     */
    Lottery(long seed, int place, long... left) {
        this.random = new SplitMix64(seed);
        this.random.seek(SplitMix64.key(seed, Purpose.DATA, place), 0);
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
