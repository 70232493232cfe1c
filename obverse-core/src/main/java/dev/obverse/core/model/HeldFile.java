package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that has one holder at a time, in this process or another one: it keeps the folder that it lies in to one run, one study or one server.
 * The system lets go of it when the process ends, however it ends.
 */
public final class HeldFile implements AutoCloseable {
    /**
     * What this process holds. The system takes a lock from a process that closes the file, through whichever channel, so a file that is held is not
     * opened a second time; and the lock is the process's, so this set is too.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private HeldFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes a file, which is made if it is not there, in a folder that is; null if it has a holder. */
    public static @Nullable HeldFile take(Path path) throws IOException {
        Path file = path.toAbsolutePath().resolveSibling("").toRealPath().resolve(path.getFileName());
        if (!HELD.add(file)) {
            return null;
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            taken = channel.tryLock() != null;
            return taken ? new HeldFile(file, channel) : null;
        } finally {
            if (!taken) {
                letGo(file, channel);
            }
        }
    }

    /** Forgets a file only when it is closed, for that lets go of it whoever has it. */
    private static void letGo(Path file, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(file);
        }
    }

    /** Returns the way to its content: to close another channel of the file would let go of it. */
    public FileChannel channel() {
        return channel;
    }

    /** Lets go of it; does nothing the second time. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            // Somebody else may hold it by now.
            return;
        }
        try {
            letGo(path, channel);
        } catch (IOException e) {
            throw new InvalidInputException("the file " + path + " cannot be closed: " + FileFault.reason(e), e);
        }
    }
}
