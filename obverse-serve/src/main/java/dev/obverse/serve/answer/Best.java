package dev.obverse.serve.answer;

import java.util.Arrays;

/**
 * The n rows with the highest scores of those that were added; of one score, the smaller row is the better one. Whatever is better than the n-th
 * best that is known goes to the end; when there is no more room, all are sorted and the best n kept.
 */
final class Best {
    private static final int LEAST_ROOM = 1024;

    private final int n;
    private final long[] entries;
    private int size;
    private long worst = Long.MAX_VALUE;

    Best(int n) {
        this.n = n;
        this.entries = new long[(int) Math.min(Integer.MAX_VALUE - 8, (long) n + LEAST_ROOM)];
    }

    void add(float score, int row) {
        long entry = (long) ~ordered(score) << 32 | row;
        if (entry < worst) {
            entries[size++] = entry;
            if (size == entries.length) {
                keep();
            }
        }
    }

    /** An int that is ordered as the float is; -0 and 0 are one. */
    private static int ordered(float value) {
        int bits = Float.floatToRawIntBits(value + 0f);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    private void keep() {
        Arrays.sort(entries, 0, size);
        if (size >= n) {
            size = n;
            worst = entries[n - 1];
        }
    }

    /** Returns how many there are; puts them into their order. */
    int size() {
        keep();
        return size;
    }

    /** Returns the row at a place, from 0, after {@link #size}. */
    int row(int place) {
        return (int) entries[place];
    }

    /** Returns the score at a place, from 0, after {@link #size}. */
    float score(int place) {
        int ordered = ~(int) (entries[place] >> 32);
        return Float.intBitsToFloat(ordered ^ (ordered >> 31 & Integer.MAX_VALUE));
    }
}
