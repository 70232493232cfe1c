package dev.obverse.core.rank;

import java.util.Arrays;

/**
 * The best n items of each user of a batch, best first; users may ask for lists of different lengths. Reused from batch to batch.
 *
 * <p>While a batch is ranked, whatever may belong to a list is added at its end. When there is no more room, the best n are selected
 * (Hoare's quickselect), and nothing worse than the worst of them is asked for: so an item costs one store, and a list is touched as a whole
 * only once in a while. What is asked for may be a guess as well, of which the finished list tells whether it was too high. An entry is one long, the
 * score in the order of its bits above the complement of the item: one comparison orders by score and, of one score, by the smaller item. No
 * two entries of a list are equal.
 */
public final class TopLists {
    private static final int ITEM_BITS = 31;
    private static final int LEAST_ROOM = 16;

    private long[] entries = new long[0];
    private int[] starts = new int[1];
    private int[] lengths = new int[0];
    private int[] sizes = new int[0];
    private float[] thresholds = new float[0];

    /** Makes lists of nobody. */
    public TopLists() {}

    /** Empties the lists, for these requests over so many items. */
    void begin(TopRequest[] requests, int count, int items) {
        if (lengths.length < count) {
            starts = new int[count + 1];
            lengths = new int[count];
            sizes = new int[count];
            thresholds = new float[count];
        }
        long room = 0;
        for (int j = 0; j < count; j++) {
            lengths[j] = Math.min(requests[j].n(), items);
            room += lengths[j] + (long) Math.max(lengths[j], LEAST_ROOM);
            if (room > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(count + " lists of " + lengths[j] + " items are too many for one batch");
            }
            starts[j + 1] = (int) room;
        }
        if (entries.length < room) {
            entries = new long[(int) room];
        }
        Arrays.fill(sizes, 0, count, 0);
        Arrays.fill(thresholds, 0, count, Float.NEGATIVE_INFINITY);
    }

    /** Returns what a score must exceed to belong to the list, as far as is known: one that ties with the n-th best may, if its item is smaller. */
    float threshold(int user) {
        return thresholds[user];
    }

    /** Expects that the n-th best score of all is no less than this one. */
    void expect(int user, float score) {
        thresholds[user] = Math.max(thresholds[user], Math.nextDown(score));
    }

    /** Expects that no more than so many items of those so far, at least 1, are among the n best of all. */
    void expectAmong(int user, int most) {
        if (sizes[user] >= most) {
            select(user, most);
            expect(user, score(entries[starts[user] + most - 1]));
        }
    }

    /** Adds an item that may belong to the list. */
    void offer(int user, int item, float score) {
        int size = sizes[user];
        int at = starts[user] + size;
        entries[at] = entry(score, item);
        sizes[user] = size + 1;
        if (at + 1 == starts[user + 1]) {
            shorten(user);
        }
    }

    /** Keeps the best n of more than n entries. */
    private void shorten(int user) {
        expectAmong(user, lengths[user]);
        sizes[user] = lengths[user];
    }

    /** Adding 0 makes -0.0 the same as 0.0. */
    private static long entry(float score, int item) {
        int bits = Float.floatToRawIntBits(score + 0f);
        int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) ordered << ITEM_BITS | (Integer.MAX_VALUE - item);
    }

    private static float score(long entry) {
        int ordered = (int) (entry >> ITEM_BITS);
        return Float.intBitsToFloat(ordered ^ (ordered >> 31 & Integer.MAX_VALUE));
    }

    /** Puts the best n of n or more entries before the others, in any order but the worst of them last. */
    private void select(int user, int n) {
        int first = starts[user];
        int last = first + n - 1;
        int low = first;
        int high = first + sizes[user] - 1;
        while (low < high) {
            int middle = partition(low, high);
            if (middle == last) {
                break;
            }
            if (middle < last) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
    }

    /**
     * Puts what is better than the median of three before it and the rest behind, and returns its place. The loop has no branch that depends
     * on an entry: an entry has 63 bits, so a difference of two does not overflow, and its sign is the comparison.
     */
    private int partition(int low, int high) {
        long[] a = entries;
        int middle = (low + high) >>> 1;
        long smaller = Math.min(a[low], a[high]);
        long larger = Math.max(a[low], a[high]);
        long pivot = Math.max(smaller, Math.min(larger, a[middle]));
        int from = pivot == a[low] ? low : pivot == a[high] ? high : middle;
        a[from] = a[high];
        int store = low;
        for (int i = low; i < high; i++) {
            long entry = a[i];
            a[i] = a[store];
            a[store] = entry;
            store += (int) ((pivot - entry) >>> 63);
        }
        a[high] = a[store];
        a[store] = pivot;
        return store;
    }

    /** Puts the list of a user into its order; nothing is offered to it afterwards. */
    void finish(int user) {
        if (sizes[user] > lengths[user]) {
            shorten(user);
        }
        int from = starts[user];
        int to = from + sizes[user];
        Arrays.sort(entries, from, to);
        for (int low = from, high = to - 1; low < high; low++, high--) {
            long entry = entries[low];
            entries[low] = entries[high];
            entries[high] = entry;
        }
    }

    /** Whether the list of a user, which is finished, may lack items because too much was expected. */
    boolean expectedTooMuch(int user) {
        int size = sizes[user];
        boolean reached = size == lengths[user] && score(user, size - 1) > thresholds[user];
        return !reached && thresholds[user] > Float.NEGATIVE_INFINITY;
    }

    /** Empties the list of a user, which then expects any score. */
    void clear(int user) {
        sizes[user] = 0;
        thresholds[user] = Float.NEGATIVE_INFINITY;
    }

    /** Returns how many items the list of a user has: fewer than n where no more are left. */
    public int size(int user) {
        return sizes[user];
    }

    /** Returns the item at a rank, counted from 0, of a user's list; users as they stood in the batch. */
    public int item(int user, int rank) {
        return Integer.MAX_VALUE - ((int) entries[starts[user] + rank] & Integer.MAX_VALUE);
    }

    /** Returns the score at a rank, counted from 0: see {@link Weighting}. */
    public float score(int user, int rank) {
        return score(entries[starts[user] + rank]);
    }
}
