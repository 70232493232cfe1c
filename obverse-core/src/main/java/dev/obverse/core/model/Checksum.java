package dev.obverse.core.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The checksum of a model file: SHA-256 over the whole file, with the checksum's own 64 digits taken as zeros.
 *
 * <p>It is the first entry of the metadata, so that its digits stand at a fixed place. Any changed bit is found, in the header
 * as well as in the tensors.
 */
final class Checksum {
    static final String KEY = "sha256";

    private static final String BEFORE = "{\"" + Layout.METADATA + "\":{\"" + KEY + "\":\"";
    private static final int DIGITS = 64;

    private final MessageDigest digest = Sha256.digest();

    /** Stands in the header for the digits until they are known. */
    static String blank() {
        return "0".repeat(DIGITS);
    }

    /** Whether the header's first entry is a checksum, so that {@link #stamp} would write over digits. */
    static boolean isIn(byte[] header) {
        int after = BEFORE.length() + DIGITS;
        return header.length > after
                && new String(header, 0, BEFORE.length(), StandardCharsets.US_ASCII).equals(BEFORE)
                && header[after] == '"';
    }

    /** Writes 64 digits into their place in a header. */
    static void stamp(byte[] header, String digits) {
        byte[] ascii = digits.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, BEFORE.length(), DIGITS);
    }

    /** Adds the file's next bytes: the rest of the buffer, which is used up. */
    void add(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** The 64 lower-case digits of all that was added. */
    String digits() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
