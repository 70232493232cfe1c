package dev.obverse.serve.feedback;

/**
 * A place between two rows of a feedback log. Its order is that of the rows.
 *
 * @param file the number of the file
 * @param offset the byte at which the next row starts
 */
public record LogPosition(long file, long offset) implements Comparable<LogPosition> {
    /** Before all rows. */
    public static final LogPosition START = new LogPosition(0, 0);

    @Override
    public int compareTo(LogPosition other) {
        return file == other.file ? Long.compare(offset, other.offset) : Long.compare(file, other.file);
    }
}
