package dev.obverse.core.kernel;

import java.util.Arrays;

/**
 * The distinct users, or items, of a batch: a slot for each, and the pairs in the order of their slots, those of one slot in the order of
 * the batch. So the gradient of a row is summed in one go and in a fixed order, whichever thread does it. Unknown ids have no slot.
 *
 * <p>Found by a radix sort of the ids, least significant digit first, with the bits of an id that name its share as the most significant
 * digit: no step depends on what the ids are, so nothing is mispredicted, and rows that a thread owns stay together (see {@link RowSet}).
 * Cost: n per nine bits of the largest id.
 */
public final class PairRows {
    private static final int SHARE_BITS = Integer.numberOfTrailingZeros(RowSet.SHARES);
    /** Eight rows that lie side by side are in one share, for at the edge of two rows there is a cache line that belongs to both. */
    private static final int BLOCK_BITS = 3;
    private static final int REST_BITS = Integer.SIZE - SHARE_BITS;
    private static final int MOST_DIGIT_BITS = 9;

    private final RowSet rows;
    private final int[] counts = new int[1 << MOST_DIGIT_BITS];
    private final int[] shareEnds = new int[RowSet.SHARES];
    /** {@link #shareFirst} and position of each pair, the position in the low half. */
    private long[] keys;
    private long[] sorted;
    private int[] pairs;
    private int[] slots;
    private int[] slotOfPair;
    private int[] starts;
    private int size;

    /** Starts empty, with room for so many pairs; grows past it. */
    public PairRows(int capacity) {
        rows = new RowSet(capacity);
        keys = new long[capacity];
        sorted = new long[capacity];
        pairs = new int[capacity];
        slots = new int[capacity];
        slotOfPair = new int[capacity];
        starts = new int[capacity + 1];
    }

    /** Finds the distinct ids of the first n pairs; a negative id is unknown. */
    public void index(int[] ids, int n) {
        reserve(n, ids.length);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(takeKnown(ids, n));
        for (int shift = 0; shift < bits; ) {
            int passes = (bits - shift + MOST_DIGIT_BITS - 1) / MOST_DIGIT_BITS;
            int width = (bits - shift + passes - 1) / passes;
            count(keys, size, shift, counts, 1 << width);
            sortBy(shift, counts, 1 << width);
            shift += width;
        }
        sortBy(REST_BITS, shareEnds, RowSet.SHARES);
        Arrays.fill(slotOfPair, 0, n, -1);
        nameSlots(ids);
    }

    /** Returns an id with the bits that name its share moved to the top, which a one-to-one mapping is. */
    private static int shareFirst(int id) {
        int block = id >>> BLOCK_BITS;
        return (block << REST_BITS) | ((block >>> SHARE_BITS) << BLOCK_BITS) | (id & ((1 << BLOCK_BITS) - 1));
    }

    private void reserve(int n, int capacity) {
        if (keys.length < n) {
            keys = new long[capacity];
            sorted = new long[capacity];
            pairs = new int[capacity];
            slots = new int[capacity];
            slotOfPair = new int[capacity];
            starts = new int[capacity + 1];
        }
    }

    /**
     * Leaves the pairs of known ids in {@code keys}, and how many there are of each share in {@code shareEnds}; returns all bits below
     * the share that occur.
     */
    private int takeKnown(int[] ids, int n) {
        long[] to = keys;
        int[] shares = shareEnds;
        Arrays.fill(shares, 0);
        int known = 0;
        int occurring = 0;
        for (int i = 0; i < n; i++) {
            int id = ids[i];
            int isKnown = 1 + (id >> 31);
            int key = shareFirst(id);
            to[known] = (long) key << 32 | i;
            shares[key >>> REST_BITS] += isKnown;
            occurring |= key & -isKnown;
            known += isKnown;
        }
        size = known;
        return occurring & ((1 << REST_BITS) - 1);
    }

    private static void count(long[] keys, int n, int shift, int[] counts, int digits) {
        Arrays.fill(counts, 0, digits, 0);
        for (int i = 0; i < n; i++) {
            counts[(int) (keys[i] >>> (32 + shift)) & (digits - 1)]++;
        }
    }

    /** One pass of the sort: stable, by one digit of the id. Counts becomes where each digit ends. */
    private void sortBy(int shift, int[] counts, int digits) {
        int start = 0;
        for (int digit = 0; digit < digits; digit++) {
            int count = counts[digit];
            counts[digit] = start;
            start += count;
        }
        long[] from = keys;
        long[] to = sorted;
        for (int i = 0; i < start; i++) {
            long key = from[i];
            int digit = (int) (key >>> (32 + shift)) & (digits - 1);
            int at = counts[digit];
            to[at] = key;
            counts[digit] = at + 1;
        }
        keys = to;
        sorted = from;
    }

    /** Gives each run of equal ids a slot, share by share; {@code shareEnds}, in pairs so far, becomes that in slots. */
    private void nameSlots(int[] ids) {
        int[] distinct = rows.overwrite(size);
        int end = 0;
        int slot = -1;
        for (int share = 0; share < RowSet.SHARES; share++) {
            int from = end;
            end = shareEnds[share];
            slot = nameSlots(ids, distinct, from, end, slot);
            shareEnds[share] = slot + 1;
        }
        rows.setShares(shareEnds);
    }

    private int nameSlots(int[] ids, int[] distinct, int from, int end, int last) {
        long[] of = keys;
        int[] into = pairs;
        int[] names = slots;
        int[] ofPair = slotOfPair;
        int[] begin = starts;
        int slot = last;
        int before = -1;
        for (int i = from; i < end; i++) {
            int pair = (int) of[i];
            int id = ids[pair];
            slot += id == before ? 0 : 1;
            distinct[slot] = id;
            into[i] = pair;
            ofPair[pair] = slot;
            names[i] = slot;
            begin[slot + 1] = i + 1;
            before = id;
        }
        return slot;
    }

    /** Returns the distinct ids by slot. */
    public RowSet rows() {
        return rows;
    }

    /** Returns the sum of a value of each pair over the pairs of a slot. */
    public float sum(float[] values, int slot) {
        float sum = 0;
        for (int i = starts[slot]; i < starts[slot + 1]; i++) {
            sum += values[pairs[i]];
        }
        return sum;
    }

    /** Returns the positions of the pairs of known ids in the batch, in the order of their slots. Not a copy. */
    public int[] pairs() {
        return pairs;
    }

    /** Returns the slot of each entry of {@link #pairs}. Not a copy. */
    public int[] slots() {
        return slots;
    }

    /** Returns the slot of each pair in the order of the batch, -1 where the id is unknown. Not a copy. */
    public int[] slotOfPair() {
        return slotOfPair;
    }

    /** Returns where in {@link #pairs} the pairs of a slot start; one more entry than there are slots. Not a copy. */
    public int[] starts() {
        return starts;
    }
}
