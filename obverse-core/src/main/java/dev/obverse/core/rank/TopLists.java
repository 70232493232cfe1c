package dev.obverse.core.rank;

import java.util.Arrays;

/**
 * The best n items of each user of a batch, best first. Reused from batch to batch.
 *
 * <p>While a batch is ranked, the list of a user is a heap with its worst entry on top. An entry is one long, the score in the order of
 * its bits above the complement of the item: so one comparison orders by score and, of one score, by the smaller item.
 */
public final class TopLists {
    private static final int ITEM_BITS = 31;

    private long[] entries = new long[0];
    private int[] sizes = new int[0];
    private int n;

    /** Makes lists of nobody. */
    public TopLists() {}

    /** Empties the lists, for so many users and so many items each. */
    void begin(int users, int items) {
        n = items;
        long needed = (long) users * items;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(users + " lists of " + items + " items are too many for one batch");
        }
        if (entries.length < needed) {
            entries = new long[(int) needed];
        }
        if (sizes.length < users) {
            sizes = new int[users];
        }
        Arrays.fill(sizes, 0, users, 0);
    }

    /** Returns what a score must exceed to enter the list: items come in ascending order, so one that ties with the worst does not. */
    float threshold(int user) {
        return sizes[user] < n ? Float.NEGATIVE_INFINITY : score(entries[user * n]);
    }

    /** Enters an item if it is better than the worst of a full list. */
    void offer(int user, int item, float score) {
        long entry = entry(score, item);
        int top = user * n;
        int size = sizes[user];
        if (size < n) {
            sizes[user] = size + 1;
            rise(top, size, entry);
        } else if (entry > entries[top]) {
            sink(top, n, entry);
        }
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

    private void rise(int top, int place, long entry) {
        int at = place;
        while (at > 0) {
            int parent = (at - 1) >> 1;
            if (entries[top + parent] <= entry) {
                break;
            }
            entries[top + at] = entries[top + parent];
            at = parent;
        }
        entries[top + at] = entry;
    }

    /**
     * Moves the smaller child up along one path to a leaf, then lets the entry rise from there: most entries belong near the leaves, and
     * the way down has no branch that depends on them.
     */
    private void sink(int top, int size, long entry) {
        long[] heap = entries;
        int at = 0;
        int child = 1;
        while (child + 1 < size) {
            long left = heap[top + child];
            long right = heap[top + child + 1];
            // Entries have 63 bits, so their difference does not overflow: its sign is 1 where the right one is smaller.
            int better = (int) ((right - left) >>> 63);
            heap[top + at] = Math.min(left, right);
            at = child + better;
            child = 2 * at + 1;
        }
        if (child < size) {
            heap[top + at] = heap[top + child];
            at = child;
        }
        rise(top, at, entry);
    }

    /** Puts the list of a user into its order; nothing is offered to it afterwards. */
    void finish(int user) {
        int from = user * n;
        int to = from + sizes[user];
        Arrays.sort(entries, from, to);
        for (int low = from, high = to - 1; low < high; low++, high--) {
            long entry = entries[low];
            entries[low] = entries[high];
            entries[high] = entry;
        }
    }

    /** Returns how many items the list of a user has: fewer than n where no more are left. */
    public int size(int user) {
        return sizes[user];
    }

    /** Returns the item at a rank, counted from 0, of a user's list; users as they stood in the batch. */
    public int item(int user, int rank) {
        return Integer.MAX_VALUE - ((int) entries[user * n + rank] & Integer.MAX_VALUE);
    }

    /** Returns the score at a rank, counted from 0: see {@link Weighting}. */
    public float score(int user, int rank) {
        return score(entries[user * n + rank]);
    }
}
