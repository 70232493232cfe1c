package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The fields of the first record of delimited text. They are read here and not by DuckDB because its own header detection renames
 * columns that stand twice and guesses whether there is a header at all.
 */
final class FirstRecord {
    private static final int LONGEST = 1 << 20;

    private FirstRecord() {}

    static List<String> of(InputFile file, String delimiter) {
        List<String> fields = split(start(file), delimiter);
        if (fields.size() == 1 && fields.get(0).isBlank()) {
            throw new InvalidInputException(file.name() + " starts with a blank line; its first line must name the columns or be a row");
        }
        return fields;
    }

    private static String start(InputFile file) {
        byte[] bytes;
        try (InputStream raw = Files.newInputStream(file.path());
                InputStream in = file.gzip() ? new GZIPInputStream(raw) : raw) {
            bytes = in.readNBytes(LONGEST);
        } catch (EOFException | ZipException e) {
            throw Failures.gzip(file.name(), e);
        } catch (IOException e) {
            throw new InvalidInputException(file.path() + " cannot be read: " + FileFault.reason(e), e);
        }
        int end = endOfRecord(bytes);
        if (end < 0) {
            throw new InvalidInputException(file.name() + ", line 1: no end of line within the first megabyte; "
                    + "this is not a table of rows, or a quote is opened and not closed");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Failures.notUtf8(file.name(), "1", e);
        }
    }

    private static int endOfRecord(byte[] bytes) {
        boolean quoted = false;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '"') {
                quoted = !quoted;
            } else if (!quoted && (bytes[i] == '\n' || bytes[i] == '\r')) {
                return i;
            }
        }
        return bytes.length < LONGEST && !quoted ? bytes.length : -1;
    }

    private static List<String> split(String line, String delimiter) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    field.append(line.charAt(++i));
                } else {
                    quoted = !quoted;
                }
            } else if (!quoted && line.startsWith(delimiter, i)) {
                fields.add(field.toString());
                field.setLength(0);
                i += delimiter.length() - 1;
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
