package dev.obverse.core.kernel;

import java.util.Arrays;

/**
 * The distinct users, or items, of a batch: a slot for each, by first appearance, and the pairs of each slot as a chain in the order of
 * the batch. So the gradient of a row is summed along its chain in one go and in a fixed order, whichever thread does it. Unknown ids
 * have no slot.
 */
public final class PairRows {
    private final RowSet rows;
    private int[] slots;
    private int[] first;
    private int[] next;

    /** Starts empty, with room for so many pairs; grows past it. */
    public PairRows(int capacity) {
        rows = new RowSet(capacity);
        slots = new int[capacity];
        first = new int[capacity];
        next = new int[capacity];
    }

    /** Finds the distinct ids of the first n pairs; a negative id is unknown. */
    public void index(int[] ids, int n) {
        if (next.length < n) {
            slots = new int[ids.length];
            first = new int[ids.length];
            next = new int[ids.length];
        }
        rows.clear();
        rows.addAll(ids, n, slots);
        chain(n);
    }

    /** Builds the chains from their ends, so that a pair finds the one after it at the head of its chain. */
    private void chain(int n) {
        Arrays.fill(first, 0, rows.size(), -1);
        for (int pair = n - 1; pair >= 0; pair--) {
            int slot = slots[pair];
            if (slot >= 0) {
                next[pair] = first[slot];
                first[slot] = pair;
            }
        }
    }

    /** Returns the distinct ids by slot. */
    public RowSet rows() {
        return rows;
    }

    /** Returns the sum of a value of each pair over the pairs of a slot. */
    public float sum(float[] values, int slot) {
        float sum = 0;
        for (int pair = first[slot]; pair >= 0; pair = next[pair]) {
            sum += values[pair];
        }
        return sum;
    }

    /** Returns the first pair of each slot; only the first {@code rows().size()} mean anything. Not a copy. */
    public int[] first() {
        return first;
    }

    /** Returns, for each pair, the next pair of the same row, or -1. Not a copy. */
    public int[] next() {
        return next;
    }
}
