package dev.obverse.core.sample;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of one pass over the data, eight bytes each, so that a batch is read from memory in one sweep and not from
 * three places a pair. The order of a shuffled one is uniform over all permutations (Rao, 1961; Sandelius, 1962): every pair goes to a random
 * bucket, and every bucket, small enough for a core's cache, is shuffled by itself. All is a function of the key alone, whatever the number
 * of threads.
 *
 * <p>Filled anew for every pass, in the same array: to take fresh memory for it can cost a pass a quarter of its time.
 */
public final class PairStream {
    private static final int BUCKET = 1 << 14;
    private static final int MOST_BUCKETS = 1 << 11;
    private static final int SEGMENT = 1 << 12;
    /** Pairs that are filled in one unit where nothing is shuffled. */
    private static final int DRAWN = 1 << 8;

    /** What the places of a pass hold before they are brought into random order. */
    public interface Source {
        /** Returns the pair of a place, packed as in {@link Batch#pair}; may draw from {@code random} after a seek. Called from several threads. */
        long pair(int place, SplitMix64 random);
    }

    private long[] pairs = new long[0];
    private int size;

    /** Starts empty. */
    public PairStream() {}

    private void reserve(int places) {
        if (pairs.length < places) {
            pairs = new long[places];
        }
        size = places;
    }

    /** Has a layout fill and shuffle the stream; {@code key} is from {@link SplitMix64#key}. */
    public void shuffle(int places, Source source, long key, EpochLayout layout) {
        shuffle(places, source, key, null, places / BUCKET, layout);
    }

    /**
     * Has a layout fill and shuffle the stream in groups of users: a group, drawn at random for each key, comes as a whole, its pairs in uniform
     * order. So the rows of its users are read from memory once a pass and stay in the cache for the rest of their pairs, where the whole table
     * would not.
     *
     * @param user the user of a place
     * @param groups how many groups, at most 2048
     */
    public void shuffleByUser(int places, Source source, IntUnaryOperator user, int groups, long key, EpochLayout layout) {
        shuffle(places, source, key, user, groups, layout);
    }

    private void shuffle(int places, Source source, long key, @Nullable IntUnaryOperator user, int buckets, EpochLayout layout) {
        reserve(places);
        new Shuffle(source, key, user, Math.min(MOST_BUCKETS, buckets)).addTo(layout);
    }

    /** Has a layout fill the stream in the order of the places, as with pairs that are drawn to go with another stream. */
    public void fill(int places, Source source, EpochLayout layout) {
        reserve(places);
        int units = (int) (((long) places + DRAWN - 1) / DRAWN);
        layout.add(units, DRAWN, (from, to) -> {
            SplitMix64 random = new SplitMix64(0);
            int end = (int) Math.min(places, (long) to * DRAWN);
            for (int place = from * DRAWN; place < end; place++) {
                pairs[place] = source.pair(place, random);
            }
        });
    }

    /** Returns the number of pairs. */
    public int size() {
        return size;
    }

    /** Returns the user of a pair. */
    public int user(int place) {
        return Batch.user(pairs[place]);
    }

    /** Returns how many batches of this size there are; the last may be smaller. */
    public int batches(int batchSize) {
        return (int) (((long) size + batchSize - 1) / batchSize);
    }

    /** Replaces a batch by batch number {@code index} of this size. */
    public void fill(int index, int batchSize, Batch batch) {
        int from = index * batchSize;
        batch.set(pairs, from, (int) Math.min(size, (long) from + batchSize));
    }

    /** One shuffle: counts, scatters and shuffles, in loops that threads can share. */
    private final class Shuffle {
        private final Source source;
        private final long key;
        private final @Nullable IntUnaryOperator user;
        private final int buckets;
        private final int segmentSize;
        private final int[][] starts;
        private final int[] bucketStarts;

        Shuffle(Source source, long key, @Nullable IntUnaryOperator user, int buckets) {
            this.source = source;
            this.key = key;
            this.user = user;
            this.buckets = Math.max(1, buckets);
            segmentSize = Math.max(SEGMENT, 4 * this.buckets);
            starts = new int[(int) (((long) size + segmentSize - 1) / segmentSize)][this.buckets];
            bucketStarts = new int[this.buckets + 1];
        }

        void addTo(EpochLayout layout) {
            layout.add(starts.length, segmentSize, this::count);
            layout.add(1, segmentSize, (from, to) -> sumCounts());
            layout.add(starts.length, segmentSize, this::scatter);
            layout.add(buckets, size / buckets, this::shuffleBuckets);
        }

        private int bucket(int place) {
            return buckets == 1 ? 0 : SplitMix64.choice(key, user == null ? place : user.applyAsInt(place), buckets);
        }

        private void count(int from, int to) {
            for (int segment = from; segment < to; segment++) {
                int[] counts = starts[segment];
                int end = (int) Math.min(size, (segment + 1L) * segmentSize);
                for (int place = segment * segmentSize; place < end; place++) {
                    counts[bucket(place)]++;
                }
            }
        }

        /** Turns counts into where the pairs of each segment go in each bucket. */
        private void sumCounts() {
            int next = 0;
            for (int bucket = 0; bucket < buckets; bucket++) {
                bucketStarts[bucket] = next;
                for (int[] segment : starts) {
                    int count = segment[bucket];
                    segment[bucket] = next;
                    next += count;
                }
            }
            bucketStarts[buckets] = next;
        }

        private void scatter(int from, int to) {
            SplitMix64 random = new SplitMix64(0);
            for (int segment = from; segment < to; segment++) {
                int[] next = starts[segment];
                int end = (int) Math.min(size, (segment + 1L) * segmentSize);
                for (int place = segment * segmentSize; place < end; place++) {
                    pairs[next[bucket(place)]++] = source.pair(place, random);
                }
            }
        }

        private void shuffleBuckets(int from, int to) {
            SplitMix64 random = new SplitMix64(0);
            for (int bucket = from; bucket < to; bucket++) {
                random.seek(key, -1L - bucket);
                random.shuffle(pairs, bucketStarts[bucket], bucketStarts[bucket + 1]);
            }
        }
    }
}
