package dev.obverse.core.kernel;

import java.util.Arrays;

/**
 * A set of row ids in which each id has a slot, 0, 1, 2, .... Its memory and its misses depend on the batch, not on how many rows the model
 * has. Reused from step to step.
 *
 * <p>The slots lie in {@link #SHARES} even ranges, the units in which threads share out what is summed over the rows of a batch.
 */
public final class RowSet {
    /** Number of ranges. Part of what a result means: a sum over all slots is made range by range. */
    public static final int SHARES = 16;

    private int[] rows;
    private int size;
    /** An open-addressing table of slots plus one, for {@link #add} alone; its first {@link #indexed} slots are in it. */
    private int[] index;
    private int indexed;

    /** Starts empty, with room for so many ids; grows past it. */
    public RowSet(int capacity) {
        rows = new int[Math.max(8, capacity)];
        index = new int[indexLength(rows.length)];
    }

    private static int indexLength(int capacity) {
        return Integer.highestOneBit(capacity) * 4;
    }

    /** Removes all ids. */
    public void clear() {
        if (indexed > 0) {
            Arrays.fill(index, 0);
            indexed = 0;
        }
        size = 0;
    }

    /** Returns the slot of an id, which is added if it is new (its slot is then {@code size() - 1}). */
    public int add(int row) {
        reserve(size + 1);
        while (indexed < size) {
            index[find(rows[indexed])] = indexed + 1;
            indexed++;
        }
        int at = find(row);
        if (index[at] != 0) {
            return index[at] - 1;
        }
        rows[size++] = row;
        index[at] = size;
        indexed = size;
        return size - 1;
    }

    /** Becomes equal to another set, slot by slot. */
    public void copy(RowSet other) {
        clear();
        reserve(other.size);
        System.arraycopy(other.rows, 0, rows, 0, other.size);
        size = other.size;
    }

    /** Makes room for ids that {@link PairRows} writes into the array that is returned; {@link #setSize} ends it. */
    int[] overwrite(int capacity) {
        clear();
        reserve(capacity);
        return rows;
    }

    /** Takes over so many distinct ids. */
    void setSize(int distinct) {
        size = distinct;
    }

    /** Returns the first slot of a range, 0..{@link #SHARES}{@code  - 1}; each ends where the next one starts, the last at the size. */
    public int shareStart(int share) {
        return (int) ((long) size * share / SHARES);
    }

    /** Returns the ids by slot; only the first {@link #size()} mean anything. Not a copy. */
    public int[] ids() {
        return rows;
    }

    /** Returns how many ids there are. */
    public int size() {
        return size;
    }

    /** Returns the id of a slot. */
    public int row(int slot) {
        return rows[slot];
    }

    private int find(int row) {
        int mask = index.length - 1;
        int at = start(row) & mask;
        while (index[at] != 0 && rows[index[at] - 1] != row) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private static int start(int row) {
        int hash = row * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    private void reserve(int capacity) {
        if (capacity > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(capacity, rows.length * 2));
            index = new int[indexLength(rows.length)];
            indexed = 0;
        }
    }
}
