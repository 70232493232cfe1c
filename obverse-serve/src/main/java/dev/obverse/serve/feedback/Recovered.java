package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A log as it was found, its end repaired: the rows that it holds, and the keys and the time of the newest. All files but the last must be whole.
 * Of the last, what is behind its last whole call is cut, as long as none of it was acknowledged: it is what a server was writing when it was
 * killed.
 */
final class Recovered {
    /** Without a mark, no more than what one group of calls can have written is taken for torn. */
    private static final long LONGEST_GROUP = 16L << 20;

    private static final System.Logger LOG = System.getLogger(Recovered.class.getName());

    private final LogFolder folder;
    private final @Nullable LogPosition mark;
    private final KeyWindow keys;
    private long rows;
    private long bytesBefore;
    private int files;
    private LogPosition end = LogPosition.START;
    private Instant latest = Instant.EPOCH;

    private Recovered(LogFolder folder, LogSettings settings) {
        this.folder = folder;
        this.mark = folder.mark();
        this.keys = new KeyWindow(settings.rememberedKeys());
    }

    /**
     * Reads and repairs a folder, and makes its first file if there is none.
     *
     * @throws InvalidInputException if a file is damaged, or acknowledged rows are missing
     */
    static Recovered of(LogFolder folder, LogSettings settings) {
        Recovered recovered = new Recovered(folder, settings);
        try {
            SortedMap<Long, Path> found = LogFolder.files(folder.path());
            recovered.requireLast(found);
            if (found.isEmpty()) {
                folder.create(1);
                found = LogFolder.files(folder.path());
            }
            for (Map.Entry<Long, Path> file : found.entrySet()) {
                recovered.read(file.getKey(), file.getValue(), file.getKey().equals(found.lastKey()));
            }
            folder.mark(recovered.end);
            return recovered;
        } catch (IOException e) {
            throw new InvalidInputException("the feedback folder " + folder.path() + " cannot be written: " + FileFault.reason(e), e);
        }
    }

    /** The file in which rows were acknowledged last must still be there; those before it may have been moved away. */
    private void requireLast(SortedMap<Long, Path> found) {
        if (mark != null && (found.isEmpty() || found.lastKey() < mark.file())) {
            throw missing("is missing, although rows in it were acknowledged");
        }
    }

    private InvalidInputException missing(String what) {
        return new InvalidInputException("the feedback file " + folder.file(mark == null ? 0 : mark.file()) + " " + what + "; put it back, or remove "
                + folder.path().resolve(LogFolder.LOCK) + " to go on without those rows");
    }

    private void read(long number, Path file, boolean last) throws IOException {
        long size = Files.size(file);
        long whole;
        try (RowReader reader = RowReader.open(file, 0, withoutZeros(file, size))) {
            whole = readCalls(reader);
        }
        if (mark != null && mark.file() == number && whole < mark.offset()) {
            throw size < mark.offset() ? missing("is shorter than what was acknowledged")
                    : damaged(file, whole, "is not whole, although it was acknowledged");
        }
        if (whole < size) {
            boolean marked = mark != null && mark.file() == number;
            if (!last || (!marked && size - whole > LONGEST_GROUP)) {
                throw damaged(file, whole, "is not whole");
            }
            cut(file, whole, size);
        }
        files++;
        bytesBefore += end.offset();
        end = new LogPosition(number, whole);
    }

    /** A machine that lost its power may leave zeros where bytes were to be; no row has any. */
    private static long withoutZeros(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1 << 16);
            for (long end = size; end > 0; end -= last.capacity()) {
                long from = Math.max(0, end - last.capacity());
                last.clear().limit((int) (end - from));
                while (last.hasRemaining() && channel.read(last, from + last.position()) >= 0) {
                    // Until it is full.
                }
                for (int at = last.position() - 1; at >= 0; at--) {
                    if (last.get(at) != 0) {
                        return from + at + 1;
                    }
                }
            }
            return 0;
        }
    }

    private static InvalidInputException damaged(Path file, long at, String what) {
        return new InvalidInputException("the feedback file " + file + " is damaged: its row at byte " + at + " " + what
                + "; put its backup there, or correct that row or remove it while no server runs");
    }

    /** Reads all rows and returns where the last whole call ends. */
    private long readCalls(RowReader reader) {
        Fingerprint fingerprint = new Fingerprint();
        long wholeEnd = reader.wholeEnd();
        long ofCall = 0;
        for (LoggedRow row = reader.next(); row != null; row = reader.next()) {
            fingerprint.add(row.feedback());
            ofCall++;
            if (row.left() == 0) {
                if (!row.key().isEmpty()) {
                    keys.remember(row.key(), fingerprint.value());
                }
                fingerprint = new Fingerprint();
                latest = row.time().isAfter(latest) ? row.time() : latest;
                wholeEnd = row.end();
                rows += ofCall;
                ofCall = 0;
            }
        }
        return wholeEnd;
    }

    private static void cut(Path file, long whole, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole);
            channel.force(true);
        }
        LOG.log(System.Logger.Level.WARNING, "cut " + (size - whole) + " bytes at the end of " + file
                + ", which a server was writing when it was killed and had not acknowledged");
    }

    /** How many rows there are. */
    long rows() {
        return rows;
    }

    /** How many files there are. */
    int files() {
        return files;
    }

    /** How long the files before the last one are together. */
    long bytesBefore() {
        return bytesBefore;
    }

    /** The place behind the last row. */
    LogPosition end() {
        return end;
    }

    /** The newest keys. */
    KeyWindow keys() {
        return keys;
    }

    /** The time of the last row. */
    Instant latest() {
        return latest;
    }
}
