package dev.obverse.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The external ids of users or of items, and the dense ids 0..size-1 that stand for them, in order of first appearance. Every id is
 * text: a number is its decimal form. Ids lie as UTF-8 in one array with an open-addressing index beside it, so that millions
 * of them cost their bytes and about sixteen more each. Immutable; the look-up of an id is O(1).
 */
public final class Vocabulary {
    private final byte[] bytes;
    private final long[] offsets;
    private final int[] slots;

    private Vocabulary(byte[] bytes, long[] offsets, int[] slots) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.slots = slots;
    }

    /** Returns the vocabulary of these ids, in this order. */
    public static Vocabulary of(Iterable<String> ids) {
        Builder builder = new Builder();
        ids.forEach(builder::add);
        return builder.build();
    }

    /**
     * Rebuilds a vocabulary from its stored form.
     *
     * @param bytes all ids in UTF-8, one behind the other
     * @param offsets where each id starts, and the end of the last: size + 1 values, from 0 to {@code bytes.length}, rising
     * @throws IllegalArgumentException if the offsets do not fit the bytes, or an id stands twice
     */
    public static Vocabulary ofUtf8(byte[] bytes, long[] offsets) {
        checkOffsets(bytes, offsets);
        Builder builder = new Builder();
        for (int i = 0; i + 1 < offsets.length; i++) {
            int index = builder.add(bytes, (int) offsets[i], (int) (offsets[i + 1] - offsets[i]));
            if (index != i) {
                throw new IllegalArgumentException("the ids at " + index + " and " + i + " are the same");
            }
        }
        return builder.build();
    }

    private static void checkOffsets(byte[] bytes, long[] offsets) {
        boolean fits = offsets.length > 0 && offsets[0] == 0 && offsets[offsets.length - 1] == bytes.length;
        for (int i = 1; fits && i < offsets.length; i++) {
            fits = offsets[i - 1] <= offsets[i];
        }
        if (!fits) {
            throw new IllegalArgumentException("the offsets of the ids do not fit their " + bytes.length + " bytes");
        }
    }

    /** Returns the number of ids. */
    public int size() {
        return offsets.length - 1;
    }

    /** Returns the external id of a dense id in 0..size-1. */
    public String id(int index) {
        Objects.checkIndex(index, size());
        int from = (int) offsets[index];
        return new String(bytes, from, (int) offsets[index + 1] - from, StandardCharsets.UTF_8);
    }

    /** Returns the dense id of an external id, or {@link Interactions#UNKNOWN} if it is not here. */
    public int indexOf(String id) {
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        return slots[find(slots, bytes, offsets, key, 0, key.length)] - 1;
    }

    /** Returns the first external ids that begin with some text, in order of their dense ids; at most so many. Looks through all ids. */
    public List<String> startingWith(String prefix, int most) {
        byte[] key = prefix.getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < size() && found.size() < most; i++) {
            int from = (int) offsets[i];
            if (offsets[i + 1] - from >= key.length && Arrays.equals(bytes, from, from + key.length, key, 0, key.length)) {
                found.add(id(i));
            }
        }
        return found;
    }

    /** Returns a copy of the ids' UTF-8 bytes, one id behind the other. */
    public byte[] utf8() {
        return bytes.clone();
    }

    /** Returns a copy of the size + 1 offsets into {@link #utf8()}. */
    public long[] utf8Offsets() {
        return offsets.clone();
    }

    /** Finds the slot that holds the key, or the empty one where it belongs; a slot holds index + 1, and 0 means empty. */
    private static int find(int[] slots, byte[] bytes, long[] offsets, byte[] key, int from, int length) {
        int mask = slots.length - 1;
        int at = hash(key, from, length) & mask;
        while (slots[at] != 0) {
            int start = (int) offsets[slots[at] - 1];
            int end = (int) offsets[slots[at]];
            if (Arrays.equals(bytes, start, end, key, from, from + length)) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return at;
    }

    private static int hash(byte[] key, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + key[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    /** Grows a vocabulary: an id gets the next dense id the first time it is added. */
    public static final class Builder {
        private byte[] bytes = new byte[1024];
        private long[] offsets = new long[64];
        private int[] slots = new int[128];
        private int size;

        /** Starts an empty vocabulary. */
        public Builder() {}

        /** Starts from the ids of another one, which keep their dense ids. */
        public Builder(Vocabulary start) {
            for (int i = 0; i < start.size(); i++) {
                add(start.bytes, (int) start.offsets[i], (int) (start.offsets[i + 1] - start.offsets[i]));
            }
        }

        /** Returns the dense id of an external id, which is added if it is new. */
        public int add(String id) {
            byte[] key = id.getBytes(StandardCharsets.UTF_8);
            return add(key, 0, key.length);
        }

        private int add(byte[] key, int from, int length) {
            int slot = find(slots, bytes, offsets, key, from, length);
            if (slots[slot] != 0) {
                return slots[slot] - 1;
            }
            append(key, from, length);
            slots[slot] = size;
            if (size > slots.length / 2) {
                rehash();
            }
            return size - 1;
        }

        private void append(byte[] key, int from, int length) {
            int end = (int) offsets[size];
            long needed = (long) end + length;
            if (needed > Integer.MAX_VALUE - 8) {
                throw new InvalidInputException("the ids take more than 2 GiB of text; use shorter ids");
            }
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 3L / 2)));
            }
            if (size + 2 > offsets.length) {
                offsets = Arrays.copyOf(offsets, offsets.length * 3 / 2);
            }
            System.arraycopy(key, from, bytes, end, length);
            offsets[++size] = needed;
        }

        private void rehash() {
            int[] grown = new int[slots.length * 2];
            for (int i = 0; i < size; i++) {
                int start = (int) offsets[i];
                grown[find(grown, bytes, offsets, bytes, start, (int) (offsets[i + 1] - start))] = i + 1;
            }
            slots = grown;
        }

        /** Returns the vocabulary so far. */
        public Vocabulary build() {
            return new Vocabulary(Arrays.copyOf(bytes, (int) offsets[size]), Arrays.copyOf(offsets, size + 1), slots.clone());
        }
    }
}
