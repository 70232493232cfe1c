package dev.obverse.core.model;

import dev.obverse.core.sample.SplitMix64;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Damages a safetensors file in one of many ways; half of the time it then stamps a right checksum over the damage, as an enemy would. */
final class FileMutator {
    private static final int HEADER = Long.BYTES;
    private static final long[] LENGTHS = {
        0, 1, -1, 2, 7, 8, 100_000_000, 100_000_001, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };
    /** What a header's numbers and texts are replaced by. */
    private static final List<String> WORDS = List.of(
            "0", "1", "-1", "2", "3", "7", "1e9", "0.5", "-0", "1e999", "-1e999", "2147483647", "2147483648", "-2147483648", "4294967296",
            "9223372036854775807", "99999999999999999999", "null", "true", "\"\"", "[]", "{}", "[0]", "\"F32\"", "\"I64\"", "\"neumf\"", "4096", "NaN",
            "\\u0000", "\\ud800", "[[[[[[[[", "{\"a\":", "\u00e9");

    private final byte[] original;
    private final SplitMix64 random;

    FileMutator(byte[] original, long seed) {
        this.original = original;
        this.random = new SplitMix64(seed);
    }

    /** A file with a right checksum, or null if it was left damaged. */
    record Mutation(byte[] bytes, boolean stamped) {}

    Mutation mutate() {
        byte[] bytes = original.clone();
        int times = 1 + (random.nextInt(4) == 0 ? random.nextInt(4) : 0);
        for (int i = 0; i < times; i++) {
            bytes = once(bytes);
        }
        boolean stamped = random.nextInt(2) == 0 && stamp(bytes);
        return new Mutation(bytes, stamped);
    }

    private byte[] once(byte[] bytes) {
        return switch (bytes.length < 16 ? 0 : random.nextInt(11)) {
            case 0 -> flip(bytes, 0, bytes.length);
            case 1 -> flip(bytes, HEADER, headerEnd(bytes));
            case 2 -> flip(bytes, headerEnd(bytes), bytes.length);
            case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 4 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
            case 5 -> length(bytes);
            case 6 -> swap(bytes);
            case 7 -> special(bytes);
            case 8 -> deep(bytes);
            case 9 -> dropped(bytes);
            default -> word(bytes);
        };
    }

    private int headerEnd(byte[] bytes) {
        if (bytes.length < HEADER) {
            return bytes.length;
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return (int) Math.max(Math.min(HEADER, bytes.length), Math.min(bytes.length, length < 0 ? 0 : length + HEADER));
    }

    private byte[] flip(byte[] bytes, int from, int to) {
        if (from < to) {
            bytes[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** A length of the header that lies. */
    private byte[] length(byte[] bytes) {
        long lie = random.nextInt(2) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(2 * bytes.length);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(lie);
        return bytes;
    }

    private byte[] swap(byte[] bytes) {
        int size = 1 + random.nextInt(bytes.length / 4);
        int a = random.nextInt(bytes.length - size);
        int b = random.nextInt(bytes.length - size);
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, a, swapped, b, size);
        System.arraycopy(bytes, b, swapped, a, size);
        return swapped;
    }

    /** A value in the data that is no number, or a large one. */
    private byte[] special(byte[] bytes) {
        int start = headerEnd(bytes);
        int words = (bytes.length - start) / Integer.BYTES;
        if (words > 0) {
            int[] values = {0x7FC00000, 0x7F800000, 0xFF800000, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1};
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(start + Integer.BYTES * random.nextInt(words), values[random.nextInt(values.length)]);
        }
        return bytes;
    }

    private byte[] deep(byte[] bytes) {
        String nested = (random.nextInt(2) == 0 ? "[" : "{\"a\":").repeat(1 + random.nextInt(5000));
        int at = HEADER + random.nextInt(Math.max(1, headerEnd(bytes) - HEADER));
        return spliced(bytes, at, at, nested);
    }

    /** A part of the header that is gone, or there twice. */
    private byte[] dropped(byte[] bytes) {
        int end = headerEnd(bytes);
        int from = HEADER + random.nextInt(Math.max(1, end - HEADER));
        int to = Math.min(end, from + 1 + random.nextInt(120));
        String part = new String(bytes, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
        return random.nextInt(2) == 0 ? spliced(bytes, from, Math.max(from, to), "") : spliced(bytes, from, from, part);
    }

    /** A number or text of the header that became another: the checks behind the checksum. */
    private byte[] word(byte[] bytes) {
        int end = headerEnd(bytes);
        int from = HEADER + random.nextInt(Math.max(1, end - HEADER));
        while (from < end && !Character.isLetterOrDigit(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < end && (Character.isLetterOrDigit(bytes[to]) || bytes[to] == '.' || bytes[to] == '-')) {
            to++;
        }
        return spliced(bytes, from, to, WORDS.get(random.nextInt(WORDS.size())));
    }

    /** Replaces a part of the header; the length, where there is one, follows, so that the data is still found. */
    private byte[] spliced(byte[] bytes, int from, int to, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(bytes, to, bytes.length - to);
        byte[] spliced = out.toByteArray();
        if (bytes.length >= HEADER && from >= HEADER && spliced.length >= HEADER) {
            long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            ByteBuffer.wrap(spliced).order(ByteOrder.LITTLE_ENDIAN).putLong(length + spliced.length - bytes.length);
        }
        return spliced;
    }

    /** Makes the checksum right, where there is a header with room for one. */
    private boolean stamp(byte[] bytes) {
        int end = headerEnd(bytes);
        byte[] header = Arrays.copyOfRange(bytes, Math.min(HEADER, bytes.length), end);
        if (!Checksum.isIn(header)) {
            return false;
        }
        Checksum.stamp(header, Checksum.blank());
        Checksum checksum = new Checksum();
        checksum.add(ByteBuffer.wrap(bytes, 0, HEADER));
        checksum.add(ByteBuffer.wrap(header));
        checksum.add(ByteBuffer.wrap(bytes, end, bytes.length - end));
        Checksum.stamp(header, checksum.digits());
        System.arraycopy(header, 0, bytes, HEADER, header.length);
        return true;
    }
}
