package dev.obverse.lab.result;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes files that are there whole or not at all, as {@link AtomicFile} does, from bytes in memory. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file; one that stood there before is replaced.
     *
     * @throws InvalidInputException if it cannot be written; the old file stays
     */
    public static void write(Path file, byte[] bytes) {
        try {
            AtomicFile.write(file, channel -> {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            });
        } catch (IOException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
