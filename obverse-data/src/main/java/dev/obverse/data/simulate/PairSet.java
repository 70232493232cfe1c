package dev.obverse.data.simulate;

/** A growing set of (user, video) pairs: open addressing over longs. */
final class PairSet {
    private long[] slots = new long[1 << 12];
    private int size;

    /** Adds a pair; false if it was there. */
    boolean add(int user, int video) {
        long key = ((long) user << 32 | video) + 1;
        int at = find(key);
        if (slots[at] == key) {
            return false;
        }
        slots[at] = key;
        if (++size > slots.length / 2) {
            grow();
        }
        return true;
    }

    private int find(long key) {
        int mask = slots.length - 1;
        int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 33) & mask;
        while (slots[at] != 0 && slots[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long key : old) {
            if (key != 0) {
                slots[find(key)] = key;
            }
        }
    }
}
