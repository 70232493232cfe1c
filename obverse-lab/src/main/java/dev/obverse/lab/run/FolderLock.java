package dev.obverse.lab.run;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps a folder to one study at a time. The system lets go of it when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder, which is made if it is not there, and clears away what a killed study had half written.
     *
     * @throws InvalidInputException if it is a file, cannot be made or written, or another study has it
     */
    static FolderLock take(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidInputException("the output " + folder + " is a file; name a folder");
        }
        try {
            Files.createDirectories(folder.resolve("cells"));
            FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new InvalidInputException("another study is running into " + folder + "; wait for it or name another folder");
            }
            clear(folder.resolve("cells"));
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new InvalidInputException("the folder " + folder + " cannot be written: " + FileFault.reason(e), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void clear(Path cells) throws IOException {
        try (Stream<Path> files = Files.list(cells)) {
            List<Path> left = files.filter(file -> String.valueOf(file.getFileName()).matches("\\..*\\.tmp")).toList();
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new InvalidInputException("the lock of the output folder cannot be let go: " + e.getMessage(), e);
        }
    }
}
