package dev.obverse.core.sample;

/**
 * SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) used as a counter-based generator: the stream that belongs to (seed, purpose,
 * epoch, row) is reached directly by {@link #seek}. So every random choice of a run is a function of its place in the run, no
 * generator state has to be stored to resume, and draws may be made in any order by any thread.
 */
public final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** Starts the stream of a seed. */
    public SplitMix64(long seed) {
        this.state = mix(seed + GOLDEN_GAMMA);
    }

    /** Returns a key for {@link #seek}: a well-mixed function of a seed, a purpose and a place (an epoch, say). */
    public static long key(long seed, Purpose purpose, long place) {
        return mix(mix(mix(seed + GOLDEN_GAMMA) + purpose.salt()) + place * GOLDEN_GAMMA);
    }

    /** Moves to the start of the stream number {@code index} under a key. */
    public void seek(long key, long index) {
        state = mix(key ^ mix(index + GOLDEN_GAMMA));
    }

    /** Returns a uniform integer in 0..bound-1 that belongs to an index under a key. */
    static int choice(long key, long index, int bound) {
        return (int) Math.multiplyHigh(mix(key ^ mix(index + GOLDEN_GAMMA)) >>> 1, (long) bound << 1);
    }

    /** Returns 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Returns a uniform integer in 0..bound-1; the bias of the multiply-high method is below bound / 2^63. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound + " is not positive");
        }
        return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
    }

    /** Returns a uniform number in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Returns a number from the standard normal distribution (polar method of Marsaglia). */
    public double nextGaussian() {
        while (true) {
            double x = 2 * nextDouble() - 1;
            double y = 2 * nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * Math.sqrt(-2 * Math.log(square) / square);
            }
        }
    }

    /** Brings an array into random order (Fisher and Yates). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** Brings a part of an array into random order (Fisher and Yates). */
    public void shuffle(long[] values, int from, int to) {
        for (int i = to - from - 1; i > 0; i--) {
            int j = from + nextInt(i + 1);
            long swapped = values[from + i];
            values[from + i] = values[j];
            values[j] = swapped;
        }
    }

    /** Returns 0..size-1 in random order. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        shuffle(order);
        return order;
    }

    private static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
