package dev.obverse.core.sample;

import dev.obverse.core.Interactions;
import java.util.Arrays;

/**
 * The items that each user has any training row with, sorted: one int a row and one a user. Where a bit for every pair of user and item
 * takes at most eight bytes a row ({@link #BITS_PER_ROW}), there is one, and membership costs one look; elsewhere it costs a search among the
 * user's rows. Neither hashes nor boxes.
 */
public final class SeenItems {
    private static final long BITS_PER_ROW = 64;

    private final int[] starts;
    private final int[] items;
    private final int itemCount;
    /** Bit {@code user * itemCount + item}, or empty where the log is too sparse for it. */
    private final long[] bits;

    private SeenItems(int[] starts, int[] items, int itemCount) {
        this.starts = starts;
        this.items = items;
        this.itemCount = itemCount;
        long pairs = (long) (starts.length - 1) * itemCount;
        this.bits = pairs <= BITS_PER_ROW * items.length ? setBits(pairs) : new long[0];
    }

    private long[] setBits(long pairs) {
        long[] set = new long[(int) ((pairs + 63) >>> 6)];
        for (int user = 0; user < users(); user++) {
            for (int at = starts[user]; at < starts[user + 1]; at++) {
                long bit = (long) user * itemCount + items[at];
                set[(int) (bit >>> 6)] |= 1L << bit;
            }
        }
        return set;
    }

    /** Collects the items of each user; the ids of the rows are 0..users-1 and 0..items-1. */
    public static SeenItems of(Interactions rows, int users, int items) {
        int[] starts = new int[users + 1];
        for (int row = 0; row < rows.size(); row++) {
            starts[rows.user(row) + 1]++;
        }
        for (int user = 0; user < users; user++) {
            starts[user + 1] += starts[user];
        }
        int[] next = Arrays.copyOf(starts, users);
        int[] sorted = new int[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            sorted[next[rows.user(row)]++] = rows.item(row);
        }
        return sorted(starts, sorted, items);
    }

    /** Collects the items of each user from rows that lie by user: those of user u from {@code offsets[u]} to {@code offsets[u + 1]}. */
    public static SeenItems of(long[] offsets, int[] rowItems, int items) {
        int[] starts = new int[offsets.length];
        for (int user = 0; user < offsets.length; user++) {
            starts[user] = (int) offsets[user];
        }
        return sorted(starts, rowItems.clone(), items);
    }

    private static SeenItems sorted(int[] starts, int[] rowItems, int items) {
        for (int user = 0; user + 1 < starts.length; user++) {
            Arrays.sort(rowItems, starts[user], starts[user + 1]);
        }
        return new SeenItems(starts, rowItems, items);
    }

    /** Returns the number of users. */
    public int users() {
        return starts.length - 1;
    }

    /** Returns the number of items in the catalogue, seen or not. */
    public int items() {
        return itemCount;
    }

    /** Returns whether the user has any row with the item. */
    public boolean contains(int user, int item) {
        if (bits.length > 0) {
            long bit = (long) user * itemCount + item;
            return (bits[(int) (bit >>> 6)] & 1L << bit) != 0;
        }
        return contains(item, starts[user], starts[user + 1]);
    }

    /** Halves the range without a branch on the comparison, which no processor can foresee. */
    private boolean contains(int item, int from, int to) {
        int at = from;
        for (int size = to - from; size > 1; ) {
            int half = size >>> 1;
            at = items[at + half] <= item ? at + half : at;
            size -= half;
        }
        return at < to && items[at] == item;
    }

    /** Returns how many rows the user has. */
    public int count(int user) {
        return starts[user + 1] - starts[user];
    }

    /** Returns how many items of the catalogue the user has no row with. */
    public int unseenCount(int user) {
        int distinct = 0;
        for (int at = starts[user]; at < starts[user + 1]; at++) {
            distinct += at == starts[user] || items[at] != items[at - 1] ? 1 : 0;
        }
        return itemCount - distinct;
    }

    /**
     * Returns a uniformly drawn item that the user has no row with, or {@link Interactions#UNKNOWN} if there is none. Draws again
     * on a seen item; for the rare user who has seen nearly everything, counts the unseen ones instead.
     */
    public int drawUnseen(int user, SplitMix64 random) {
        for (int attempt = 0; attempt < 32; attempt++) {
            int item = random.nextInt(itemCount);
            if (!contains(user, item)) {
                return item;
            }
        }
        int unseen = unseenCount(user);
        return unseen == 0 ? Interactions.UNKNOWN : unseenAt(user, random.nextInt(unseen));
    }

    private int unseenAt(int user, int rank) {
        int item = rank;
        int previous = -1;
        for (int at = starts[user]; at < starts[user + 1] && items[at] <= item; at++) {
            if (items[at] != previous) {
                item++;
                previous = items[at];
            }
        }
        return item;
    }
}
