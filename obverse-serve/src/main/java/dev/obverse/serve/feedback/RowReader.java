package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one file, byte by byte, because what counts here is where each of them ends. It takes what {@link RowText} writes and nothing
 * more: any other byte is damage. A row ends with its line feed; what is behind the last such end is no row.
 */
final class RowReader implements AutoCloseable {
    private static final byte[] HEADER = (RowText.HEADER + "\n").getBytes(StandardCharsets.UTF_8);
    private static final int COLUMNS = 6;

    private enum Place {
        FIELD_START,
        PLAIN,
        QUOTED,
        /** Behind a quote within quotes: another one stands for itself, anything else ends the field. */
        QUOTE,
        ROW_END
    }

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final List<String> fields = new ArrayList<>(COLUMNS);
    private byte[] field = new byte[256];
    private int fieldLength;
    private int next;
    private int filled;
    private long offset;
    private final long limit;
    private long rowStart;
    private int expectedLeft;

    private RowReader(Path file, InputStream in, long offset, long limit) {
        this.file = file;
        this.in = in;
        this.offset = offset;
        this.limit = limit;
        this.rowStart = offset;
    }

    /**
     * Opens a file.
     *
     * @param from the byte at which a row starts; 0 for the beginning
     * @param limit the byte before which reading ends
     * @throws InvalidInputException if it cannot be read or does not begin with the header
     */
    static RowReader open(Path file, long from, long limit) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                if (from == 0) {
                    requireHeader(file, channel);
                }
                long start = Math.max(from, HEADER.length);
                return new RowReader(file, Channels.newInputStream(channel.position(start)), start, limit);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void requireHeader(Path file, FileChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(HEADER.length);
        while (first.hasRemaining() && channel.read(first) >= 0) {
            // Until it is full, or the file ends.
        }
        if (!Arrays.equals(first.array(), HEADER)) {
            throw new InvalidInputException("the file " + file + " does not begin with the line " + RowText.HEADER
                    + ", so it is no feedback log or is damaged; move it out of the folder, or put its backup there");
        }
    }

    private static InvalidInputException unreadable(Path file, IOException e) {
        return new InvalidInputException("the feedback file " + file + " cannot be read: " + FileFault.reason(e), e);
    }

    /**
     * Returns the next row, or null if there is no further line feed that ends one.
     *
     * @throws InvalidInputException if the row is none that the log writes: one sentence with file and byte
     */
    @Nullable LoggedRow next() {
        rowStart = offset;
        fields.clear();
        fieldLength = 0;
        Place place = Place.FIELD_START;
        try {
            for (int b = read(); b >= 0; b = read()) {
                place = after(place, b);
                if (place == Place.ROW_END) {
                    return row();
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return null;
    }

    /** Returns the byte behind the last whole row; what is between it and the end of the file is no row. */
    long wholeEnd() {
        return rowStart;
    }

    private int read() throws IOException {
        if (offset >= limit) {
            return -1;
        }
        if (next == filled) {
            filled = in.read(buffer);
            next = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        offset++;
        return buffer[next++] & 0xff;
    }

    private Place after(Place place, int b) {
        return switch (place) {
            case FIELD_START -> b == '"' ? Place.QUOTED : plain(b);
            case PLAIN -> plain(b);
            case QUOTED -> b == '"' ? Place.QUOTE : keep(b, Place.QUOTED);
            case QUOTE -> switch (b) {
                case '"' -> keep(b, Place.QUOTED);
                case ',', '\n' -> plain(b);
                default -> throw damaged("has text behind a closing quote");
            };
            case ROW_END -> throw new IllegalStateException("a row has ended");
        };
    }

    private Place plain(int b) {
        return switch (b) {
            case ',' -> endField(Place.FIELD_START);
            case '\n' -> endField(Place.ROW_END);
            case '"', '\r' -> throw damaged("has a quote or the end of a line where there can be none");
            default -> keep(b, Place.PLAIN);
        };
    }

    private Place keep(int b, Place then) {
        if (fieldLength == field.length) {
            field = Arrays.copyOf(field, 2 * fieldLength);
        }
        field[fieldLength++] = (byte) b;
        return then;
    }

    private Place endField(Place then) {
        try {
            fields.add(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(field, 0, fieldLength)).toString());
        } catch (CharacterCodingException e) {
            throw damaged("is not UTF-8", e);
        }
        fieldLength = 0;
        return then;
    }

    private LoggedRow row() {
        if (fields.size() != COLUMNS) {
            throw damaged("has " + fields.size() + " columns instead of " + COLUMNS);
        }
        LoggedRow row;
        try {
            Feedback feedback = new Feedback(fields.get(1), fields.get(2), Feedback.Kind.of(fields.get(3)));
            row = new LoggedRow(Instant.parse(fields.get(0)), feedback, fields.get(4), Integer.parseInt(fields.get(5)), rowStart, offset);
        } catch (DateTimeParseException | NumberFormatException e) {
            throw damaged("has no time at its beginning or no number at its end", e);
        } catch (InvalidInputException e) {
            throw damaged("is none that a server writes (" + e.getMessage() + ")", e);
        }
        if (row.left() < 0 || (expectedLeft > 0 && row.left() != expectedLeft - 1)) {
            throw damaged("is not the one that the row before it promises");
        }
        expectedLeft = row.left();
        rowStart = offset;
        return row;
    }

    private InvalidInputException damaged(String what) {
        return new InvalidInputException(sentence(what));
    }

    private InvalidInputException damaged(String what, Exception cause) {
        return new InvalidInputException(sentence(what), cause);
    }

    private String sentence(String what) {
        return "the feedback file " + file + " is damaged: its row at byte " + rowStart + " " + what
                + "; put its backup there, or correct that row or remove it while no server runs";
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
