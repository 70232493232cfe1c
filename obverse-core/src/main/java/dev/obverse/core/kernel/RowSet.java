package dev.obverse.core.kernel;

import java.util.Arrays;

/**
 * A set of row ids in which each id has a slot, 0, 1, 2, ..., by first appearance. An open-addressing table sized by the batch, so
 * that neither its memory nor its misses depend on how many rows the model has. Reused from step to step.
 */
public final class RowSet {
    private int[] index;
    private int[] rows;
    private int size;

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
        if (size > 0) {
            Arrays.fill(index, 0);
            size = 0;
        }
    }

    /** Returns the slot of an id, which is added if it is new (its slot is then {@code size() - 1}). */
    public int add(int row) {
        int at = find(row);
        if (index[at] != 0) {
            return index[at] - 1;
        }
        if (size == rows.length) {
            reserve(size + 1);
            at = find(row);
        }
        rows[size++] = row;
        index[at] = size;
        return size - 1;
    }

    /**
     * Adds the first n ids and tells the slot of each.
     *
     * @param ids a negative one is left out, and its slot is -1
     */
    public void addAll(int[] ids, int n, int[] slots) {
        reserve(size + n);
        int[] table = index;
        int[] known = rows;
        int mask = table.length - 1;
        int count = size;
        for (int i = 0; i < n; i++) {
            int row = ids[i];
            if (row < 0) {
                slots[i] = -1;
                continue;
            }
            int at = start(row) & mask;
            int slot = table[at] - 1;
            while (slot >= 0 && known[slot] != row) {
                at = (at + 1) & mask;
                slot = table[at] - 1;
            }
            if (slot < 0) {
                slot = count++;
                known[slot] = row;
                table[at] = count;
            }
            slots[i] = slot;
        }
        size = count;
    }

    /** Becomes equal to another set, slot by slot. */
    public void copy(RowSet other) {
        if (rows.length < other.size) {
            rows = new int[other.rows.length];
        }
        if (index.length != other.index.length) {
            index = new int[other.index.length];
        }
        System.arraycopy(other.rows, 0, rows, 0, other.size);
        System.arraycopy(other.index, 0, index, 0, index.length);
        size = other.size;
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
            for (int slot = 0; slot < size; slot++) {
                index[find(rows[slot])] = slot + 1;
            }
        }
    }
}
