package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.AtomicFile;
import dev.obverse.core.model.FileFault;
import dev.obverse.core.model.HeldFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a log, which one server holds: its files by number, and the mark, which says how far rows were acknowledged.
 *
 * <p>The mark is written after every group of rows and never forced to the disk: after a kill it is exact, after a crash of the machine it may be
 * older than the rows. Either way no row before it may be missing.
 */
final class LogFolder implements AutoCloseable {
    static final String LOCK = "feedback.lock";

    private static final Pattern NAME = Pattern.compile("feedback-([0-9]{6,18})\\.csv");
    private static final Pattern MARK = Pattern.compile("([0-9]{18}) ([0-9]{18})\n");
    private static final int MARK_BYTES = 38;

    private final Path path;
    private final HeldFile lock;

    private LogFolder(Path path, HeldFile lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder if there is none, and locks it.
     *
     * @throws InvalidInputException if another server has it, or it cannot be written
     */
    static LogFolder lock(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            makeDurably(path);
            HeldFile held = HeldFile.take(path.resolve(LOCK));
            if (held == null) {
                throw new InvalidInputException("the feedback folder " + path + " is in use by another server; give each server a folder of its own");
            }
            return new LogFolder(path, held);
        } catch (IOException e) {
            throw new InvalidInputException("the feedback folder " + path + (Files.isRegularFile(path) ? " is a file; name a folder"
                    : " cannot be written: " + FileFault.reason(e) + "; name another one"), e);
        }
    }

    /** A folder outlives a crash when its parent knows it. */
    private static void makeDurably(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (Files.isDirectory(folder) || parent == null) {
            return;
        }
        makeDurably(parent);
        Files.createDirectories(folder);
        try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    Path path() {
        return path;
    }

    Path file(long number) {
        return path.resolve(String.format(Locale.ROOT, "feedback-%06d.csv", number));
    }

    /** Makes an empty file that is there with its header or not at all. */
    void create(long number) throws IOException {
        byte[] header = (RowText.HEADER + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file(number), file -> file.write(ByteBuffer.wrap(header)));
    }

    /** Returns the files of a log's folder by their numbers. */
    static SortedMap<Long, Path> files(Path folder) {
        SortedMap<Long, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    files.put(Long.parseLong(name.group(1)), entry);
                }
            }
        } catch (IOException e) {
            throw new InvalidInputException("the feedback folder " + folder + " cannot be listed: " + FileFault.reason(e), e);
        }
        return files;
    }

    /** Reads the mark; null if there is none. */
    @Nullable LogPosition mark() {
        ByteBuffer bytes = ByteBuffer.allocate(MARK_BYTES);
        try {
            while (bytes.hasRemaining() && lock.channel().read(bytes, bytes.position()) >= 0) {
                // Until it is full, or the file ends.
            }
        } catch (IOException e) {
            throw new InvalidInputException("the file " + path.resolve(LOCK) + " cannot be read: " + FileFault.reason(e), e);
        }
        Matcher mark = MARK.matcher(new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
        return mark.matches() ? new LogPosition(Long.parseLong(mark.group(1)), Long.parseLong(mark.group(2))) : null;
    }

    /** Moves the mark behind rows that are on disk. */
    void mark(LogPosition end) throws IOException {
        String text = String.format(Locale.ROOT, "%018d %018d\n", end.file(), end.offset());
        lock.channel().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    @Override
    public void close() {
        lock.close();
    }
}
