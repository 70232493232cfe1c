package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the log's format that is written once, for one run to read. It is made again with the run, so nothing is forced to the disk. */
final class RowFile implements AutoCloseable {
    private final Path file;
    private final Writer out;
    private final StringBuilder line = new StringBuilder();

    private RowFile(Path file, Writer out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Makes a file that has its header.
     *
     * @throws InvalidInputException if it cannot be written, here and in the other methods
     */
    static RowFile create(Path file) {
        try {
            RowFile rows = new RowFile(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
            rows.out.write(RowText.HEADER + "\n");
            return rows;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Adds a row, without what it was called under. */
    void add(LoggedRow row) {
        line.setLength(0);
        RowText.add(line, row.time(), row.feedback());
        try {
            out.append(line);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static InvalidInputException unwritable(Path file, IOException e) {
        return new InvalidInputException("the file " + file + " cannot be written: " + FileFault.reason(e), e);
    }
}
