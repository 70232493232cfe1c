package dev.obverse.core.metric;

/**
 * Stable least-significant-digit radix sort of (key, value) pairs: linear in the number of pairs, and a digit that all keys
 * share costs nothing, so that floats widened to doubles or small user ids take few passes.
 */
final class RadixSort {
    private static final int DIGITS = Long.BYTES;
    private static final int RADIX = 256;

    private RadixSort() {}

    /** Sorts both arrays by ascending unsigned key; pairs of equal key keep their order. */
    static void sort(long[] keys, int[] values) {
        int[] counts = countDigits(keys);
        long[] fromKeys = keys;
        int[] fromValues = values;
        long[] toKeys = new long[keys.length];
        int[] toValues = new int[keys.length];
        boolean inPlace = true;
        for (int digit = 0; digit < DIGITS; digit++) {
            if (isShared(counts, digit, keys.length)) {
                continue;
            }
            scatter(counts, digit, fromKeys, fromValues, toKeys, toValues);
            long[] spareKeys = fromKeys;
            int[] spareValues = fromValues;
            fromKeys = toKeys;
            fromValues = toValues;
            toKeys = spareKeys;
            toValues = spareValues;
            inPlace = !inPlace;
        }
        if (!inPlace) {
            System.arraycopy(fromKeys, 0, keys, 0, keys.length);
            System.arraycopy(fromValues, 0, values, 0, keys.length);
        }
    }

    private static int[] countDigits(long[] keys) {
        int[] counts = new int[DIGITS * RADIX];
        for (long key : keys) {
            for (int digit = 0; digit < DIGITS; digit++) {
                counts[digit * RADIX + digitOf(key, digit)]++;
            }
        }
        return counts;
    }

    private static boolean isShared(int[] counts, int digit, int total) {
        for (int i = digit * RADIX; i < (digit + 1) * RADIX; i++) {
            if (counts[i] != 0) {
                return counts[i] == total;
            }
        }
        return true;
    }

    private static void scatter(
            int[] counts, int digit, long[] fromKeys, int[] fromValues, long[] toKeys, int[] toValues) {
        int[] next = new int[RADIX];
        for (int i = 1; i < RADIX; i++) {
            next[i] = next[i - 1] + counts[digit * RADIX + i - 1];
        }
        for (int i = 0; i < fromKeys.length; i++) {
            int at = next[digitOf(fromKeys[i], digit)]++;
            toKeys[at] = fromKeys[i];
            toValues[at] = fromValues[i];
        }
    }

    private static int digitOf(long key, int digit) {
        return (int) (key >>> (digit * Byte.SIZE)) & (RADIX - 1);
    }
}
