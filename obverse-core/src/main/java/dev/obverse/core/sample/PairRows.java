package dev.obverse.core.sample;

import java.util.Arrays;

/**
 * The distinct users, or items, of a batch: a slot for each, by first appearance, and the pairs of each slot as a chain in the order of
 * the batch. So the gradient of a row is summed along its chain in one go and in a fixed order, whichever thread does it. Unknown ids
 * have no slot.
 */
public final class PairRows {
    private final RowSet rows;
    private int[] first;
    private int[] last;
    private int[] next;

    PairRows(int capacity) {
        rows = new RowSet(capacity);
        first = new int[capacity];
        last = new int[capacity];
        next = new int[capacity];
    }

    /** Finds the distinct ids of the first n pairs. */
    void index(int[] ids, int n) {
        if (next.length < n) {
            first = new int[ids.length];
            last = new int[ids.length];
            next = new int[ids.length];
        }
        rows.clear();
        Arrays.fill(next, 0, n, -1);
        for (int pair = 0; pair < n; pair++) {
            if (ids[pair] < 0) {
                continue;
            }
            int before = rows.size();
            int slot = rows.add(ids[pair]);
            if (slot == before) {
                first[slot] = pair;
            } else {
                next[last[slot]] = pair;
            }
            last[slot] = pair;
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
