package dev.obverse.core.sample;

import dev.obverse.core.kernel.PairRows;
import java.util.Arrays;

/**
 * The (user, item, label) pairs of one step, in dense ids, in arrays that are filled anew for every step. A negative id is unknown
 * to the model and is scored by the terms that are known; none is ever trained on.
 */
public final class Batch {
    private int[] users;
    private int[] items;
    private byte[] labels;
    private int size;
    private final PairRows userRows;
    private final PairRows itemRows;
    private boolean usersIndexed;
    private boolean itemsIndexed;

    /** Starts empty, with room for so many pairs; grows past it. */
    public Batch(int capacity) {
        users = new int[capacity];
        items = new int[capacity];
        labels = new byte[capacity];
        userRows = new PairRows(capacity);
        itemRows = new PairRows(capacity);
    }

    /** Removes all pairs. */
    public void clear() {
        size = 0;
        forgetRows();
    }

    private void forgetRows() {
        usersIndexed = false;
        itemsIndexed = false;
    }

    /** Returns the distinct users; found when first asked for after a change by the methods of this class. */
    public PairRows userRows() {
        if (!usersIndexed) {
            userRows.index(users, size);
            usersIndexed = true;
        }
        return userRows;
    }

    /** Returns the distinct items; found when first asked for after a change by the methods of this class. */
    public PairRows itemRows() {
        if (!itemsIndexed) {
            itemRows.index(items, size);
            itemsIndexed = true;
        }
        return itemRows;
    }

    /** Adds one pair; the label as its {@link dev.obverse.core.Label#code()}. */
    public void add(int user, int item, byte label) {
        if (size == users.length) {
            reserve(Math.max(16, 2 * size));
        }
        forgetRows();
        users[size] = user;
        items[size] = item;
        labels[size++] = label;
    }

    /** Replaces the user and the item of one pair; its label stays. */
    public void replace(int i, int user, int item) {
        forgetRows();
        users[i] = user;
        items[i] = item;
    }

    private void reserve(int capacity) {
        if (capacity > users.length) {
            users = Arrays.copyOf(users, capacity);
            items = Arrays.copyOf(items, capacity);
            labels = Arrays.copyOf(labels, capacity);
        }
    }

    /** Returns a pair of known ids packed into 64 bits: user 31, item 31, label 2. */
    public static long pair(int user, int item, byte label) {
        return (long) user << 33 | (long) item << 2 | label;
    }

    /** Adds a packed pair. */
    public void add(long pair) {
        add(user(pair), item(pair), label(pair));
    }

    /** Returns the user of a packed pair. */
    static int user(long pair) {
        return (int) (pair >>> 33);
    }

    private static int item(long pair) {
        return (int) (pair >>> 2) & Integer.MAX_VALUE;
    }

    private static byte label(long pair) {
        return (byte) (pair & 3);
    }

    /** Replaces all pairs by packed ones. */
    void set(long[] pairs, int from, int to) {
        clear();
        reserve(to - from);
        size = to - from;
        for (int i = 0; i < size; i++) {
            long pair = pairs[from + i];
            users[i] = user(pair);
            items[i] = item(pair);
            labels[i] = label(pair);
        }
    }

    /** Returns the number of pairs. */
    public int size() {
        return size;
    }

    /** Returns the user ids; only the first {@link #size()} mean anything. Not a copy. */
    public int[] users() {
        return users;
    }

    /** Returns the item ids; only the first {@link #size()} mean anything. Not a copy. */
    public int[] items() {
        return items;
    }

    /** Returns the label codes; only the first {@link #size()} mean anything. Not a copy. */
    public byte[] labels() {
        return labels;
    }
}
