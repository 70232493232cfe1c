package dev.obverse.core.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file whole or not at all: into a temporary file of the same folder, to the disk, then renamed over the old one. A
 * reader, at any time and after any crash, sees the old file or the new one.
 */
public final class AtomicFile {
    /** Writes all of a file's content. */
    public interface Content {
        /** Writes it into the file, which is empty. */
        void writeTo(FileChannel file) throws IOException;
    }

    /** What a crash of the machine may undo until it has returned; a test writes down in which order it is asked for. */
    interface Disk {
        /** That of the system. */
        Disk SYSTEM = new Disk() {};

        /** Brings a file, or the names in a folder, to the disk. */
        default void force(Path path, FileChannel opened) throws IOException {
            opened.force(true);
        }

        /** Renames a file, over another if there is one. */
        default void move(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private AtomicFile() {}

    /**
     * Writes a file.
     *
     * @throws IOException if it cannot be written; one sentence that names the file. The old file, if any, is as it was, unless the disk
     *     failed after the rename, and the temporary one is gone, then as when {@code content} throws anything else
     */
    public static void write(Path path, Content content) throws IOException {
        write(path, content, Disk.SYSTEM);
    }

    static void write(Path path, Content content, Disk disk) throws IOException {
        Path target = path.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + suffix() + ".tmp");
        try {
            try (FileChannel file =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(file);
            }
            putInPlace(temporary, target, disk);
        } catch (IOException e) {
            throw new IOException("the file " + path + " could not be written: " + FileFault.reason(e), e);
        } finally {
            // After the rename there is none; before it, whatever went wrong, it must not stay.
            Files.deleteIfExists(temporary);
        }
    }

    /** Whether a file is what is left of one that was being written when the process was killed. */
    public static boolean isLeftover(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(".") && name.endsWith(".tmp");
    }

    /** Removes what is left in a folder of files that were being written when the process was killed. */
    public static void removeLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, AtomicFile::isLeftover)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    /** Two writers of one file must not share a temporary one; the name leaves no trace in the file. */
    private static String suffix() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /**
     * Puts a file that another writer has made where it belongs: to the disk, then renamed over the old one of the same folder.
     *
     * @throws IOException of the file system, if it cannot be done; then both files are as they were, unless the disk failed after the rename
     */
    public static void putInPlace(Path temporary, Path target) throws IOException {
        putInPlace(temporary, target, Disk.SYSTEM);
    }

    /** The folder comes last: only then is the rename itself durable. It is opened first, for a folder may be written to and not read. */
    private static void putInPlace(Path temporary, Path target, Disk disk) throws IOException {
        Path folder = target.toAbsolutePath().resolveSibling("").normalize();
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ);
                FileChannel content = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            disk.force(temporary, content);
            disk.move(temporary, target);
            disk.force(folder, names);
        }
    }
}
