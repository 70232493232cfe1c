package dev.obverse.core.sample;

import dev.obverse.core.Interactions;
import java.util.Arrays;

/**
 * The items that each user has any training row with, sorted: one int a row and one a user. Answers membership in O(log rows of
 * the user) without hashing or boxing.
 */
public final class SeenItems {
    private final int[] starts;
    private final int[] items;
    private final int itemCount;

    private SeenItems(int[] starts, int[] items, int itemCount) {
        this.starts = starts;
        this.items = items;
        this.itemCount = itemCount;
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
        for (int user = 0; user < users; user++) {
            Arrays.sort(sorted, starts[user], starts[user + 1]);
        }
        return new SeenItems(starts, sorted, items);
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
        return Arrays.binarySearch(items, starts[user], starts[user + 1], item) >= 0;
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
