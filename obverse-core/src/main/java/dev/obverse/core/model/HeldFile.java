package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that has one holder at a time, in this process or another one: it keeps the folder that it lies in to one run, one study or one server.
 * The system lets go of it when the process ends, however it ends.
 */
public final class HeldFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private HeldFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes a file, which is made if it is not there; null if it has a holder. */
    public static @Nullable HeldFile take(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return new HeldFile(path, channel);
        }
        channel.close();
        return null;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another holder in this process has it.
            return false;
        }
    }

    /** Returns the way to its content: to close another channel of the file would let go of it. */
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new InvalidInputException("the file " + path + " cannot be closed: " + FileFault.reason(e), e);
        }
    }
}
