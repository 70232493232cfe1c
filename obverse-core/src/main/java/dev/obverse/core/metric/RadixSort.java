package dev.obverse.core.metric;

import dev.obverse.core.kernel.Workers;
import java.util.Arrays;

/**
 * Stable least-significant-digit radix sort of (key, value) pairs: linear in the number of pairs, and a digit that all keys
 * share costs nothing, so that floats widened to doubles or small user ids take few passes. Each pass counts and moves chunk by chunk,
 * where the threads have them: a stable sort has one result.
 */
final class RadixSort {
    private static final int DIGITS = Long.BYTES;
    private static final int RADIX = 256;
    private static final int CHUNK = 1 << 16;

    private final Workers workers;
    private final int[][] counts;
    private long[] fromKeys;
    private int[] fromValues;
    private long[] toKeys;
    private int[] toValues;

    private RadixSort(long[] keys, int[] values, Workers workers) {
        this.workers = workers;
        this.counts = new int[(keys.length + CHUNK - 1) / CHUNK][RADIX];
        fromKeys = keys;
        fromValues = values;
        toKeys = new long[keys.length];
        toValues = new int[keys.length];
    }

    /** Sorts both arrays by ascending unsigned key; pairs of equal key keep their order. */
    static void sort(long[] keys, int[] values, Workers workers) {
        long same = -1;
        for (long key : keys) {
            same &= ~(key ^ keys[0]);
        }
        RadixSort sort = new RadixSort(keys, values, workers);
        boolean inPlace = true;
        for (int digit = 0; digit < DIGITS; digit++) {
            if (digitOf(same, digit) != RADIX - 1) {
                sort.pass(digit);
                inPlace = !inPlace;
            }
        }
        if (!inPlace) {
            System.arraycopy(sort.fromKeys, 0, keys, 0, keys.length);
            System.arraycopy(sort.fromValues, 0, values, 0, keys.length);
        }
    }

    private void pass(int digit) {
        workers.run(counts.length, 1, (from, to) -> {
            for (int chunk = from; chunk < to; chunk++) {
                count(chunk, digit);
            }
        });
        countsToPlaces();
        workers.run(counts.length, 1, (from, to) -> {
            for (int chunk = from; chunk < to; chunk++) {
                scatter(chunk, digit);
            }
        });
        long[] spareKeys = fromKeys;
        int[] spareValues = fromValues;
        fromKeys = toKeys;
        fromValues = toValues;
        toKeys = spareKeys;
        toValues = spareValues;
    }

    private void count(int chunk, int digit) {
        int[] own = counts[chunk];
        Arrays.fill(own, 0);
        int end = Math.min(fromKeys.length, (chunk + 1) * CHUNK);
        for (int i = chunk * CHUNK; i < end; i++) {
            own[digitOf(fromKeys[i], digit)]++;
        }
    }

    /** Of one digit, an earlier chunk comes first. */
    private void countsToPlaces() {
        int next = 0;
        for (int value = 0; value < RADIX; value++) {
            for (int[] own : counts) {
                int count = own[value];
                own[value] = next;
                next += count;
            }
        }
    }

    private void scatter(int chunk, int digit) {
        int[] next = counts[chunk];
        int end = Math.min(fromKeys.length, (chunk + 1) * CHUNK);
        for (int i = chunk * CHUNK; i < end; i++) {
            int at = next[digitOf(fromKeys[i], digit)]++;
            toKeys[at] = fromKeys[i];
            toValues[at] = fromValues[i];
        }
    }

    private static int digitOf(long key, int digit) {
        return (int) (key >>> (digit * Byte.SIZE)) & (RADIX - 1);
    }
}
