package dev.obverse.serve.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes parts of an address strictly: two hexadecimal digits behind every percent sign, and UTF-8 behind them (RFC 3986). */
final class PercentDecoder {
    private PercentDecoder() {}

    /** A segment of the path. */
    static String decode(String raw) {
        return raw.indexOf('%') < 0 ? ascii(raw) : bytes(raw);
    }

    /** A name or value of the query, where a plus stands for a space. */
    static String decodeQuery(String raw) {
        return decode(raw.indexOf('+') < 0 ? raw : raw.replace('+', ' '));
    }

    private static String ascii(String raw) {
        if (!raw.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw Problem.unreadable("the address has a character that must be percent-encoded");
        }
        return raw;
    }

    private static String bytes(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw Problem.unreadable("the address has a percent sign without two hexadecimal digits behind it");
                }
                bytes[length++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                bytes[length++] = (byte) ascii(String.valueOf(c)).charAt(0);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw Problem.unreadable("the address is not UTF-8 behind its percent signs");
        }
    }
}
