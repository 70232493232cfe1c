package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from and what their columns are called. Formats are told by the file: Parquet by its first bytes, JSON lines by
 * the ending {@code .json}, {@code .jsonl} or {@code .ndjson}, anything else is delimited text; gzip by its first bytes.
 *
 * @param paths files or globs ({@code *}, {@code ?}, {@code [..]}, <code>{a,b}</code>, {@code **}); the files are read in the order of their names
 * @param columns the column names of delimited text that has no header line; empty means that the first line is the header
 * @param user the column of user ids, or null for the first of {@code user, user_id, userId, uid, user_index} that is there
 * @param item the column of item ids, or null for the first of {@code item, item_id, ..., video, video_id, ...} that is there
 * @param time the column of times (a number or a timestamp), or null for the first of {@code time, timestamp, ts, ...} if any
 * @param delimiter what stands between columns of delimited text, one character or several; null to detect it
 */
public record LogSource(
        List<String> paths,
        List<String> columns,
        @Nullable String user,
        @Nullable String item,
        @Nullable String time,
        @Nullable String delimiter) {

    /** Copies the lists and checks that names are neither blank nor given twice. */
    public LogSource {
        paths = List.copyOf(paths);
        columns = List.copyOf(columns);
        if (paths.isEmpty()) {
            throw new InvalidInputException("no data file is named; give one with --data");
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isBlank() || !seen.add(column.toLowerCase(Locale.ROOT))) {
                throw new InvalidInputException(
                        column.isBlank() ? "--columns holds a blank name" : "--columns names '" + column + "' twice");
            }
        }
        if (delimiter != null) {
            delimiter = delimiter.equals("\\t") ? "\t" : delimiter;
            if (delimiter.isEmpty() || delimiter.length() > 4 || delimiter.matches("(?s).*[\"\\r\\n\\x00].*")) {
                throw new InvalidInputException(
                        "the delimiter must be one to four characters, none of them a quote or the end of a line");
            }
        }
    }

    /** Returns whether a file at this path can be read: one with {@code *}, {@code ?} or {@code [} in it would be taken for a pattern. */
    public static boolean isPlain(Path path) {
        return !path.toString().matches("(?s).*[*?\\[].*");
    }

    /**
     * Refuses to write over what is read.
     *
     * @param out a file that is to be written
     * @throws InvalidInputException if it is one of those that the source reads, or one of those cannot be found
     */
    public void requireOther(Path out) {
        for (InputFile file : Inputs.of(this)) {
            requireOther(out, file.path());
        }
    }

    /**
     * Refuses to write over what is read.
     *
     * @throws InvalidInputException if both are one file
     */
    public static void requireOther(Path out, Path read) {
        try {
            if (Files.exists(out) && Files.isSameFile(out, read)) {
                throw new InvalidInputException("--out " + out + " is the file that is read, and would take its place; name another one");
            }
        } catch (IOException e) {
            throw new InvalidInputException("--out " + out + " cannot be told from " + read + ": " + FileFault.reason(e), e);
        }
    }

    /** Returns a source of these files with all else left to defaults. */
    public static LogSource of(String... paths) {
        return new LogSource(List.of(paths), List.of(), null, null, null, null);
    }

    /** Returns the same options for other files. */
    public LogSource withPaths(List<String> others) {
        return new LogSource(others, columns, user, item, time, delimiter);
    }

    /** Returns the same for files without a header line, whose columns have these names. */
    public LogSource withColumns(List<String> names) {
        return new LogSource(paths, names, user, item, time, delimiter);
    }

    /** Returns the same with users in this column. */
    public LogSource withUser(@Nullable String column) {
        return new LogSource(paths, columns, column, item, time, delimiter);
    }

    /** Returns the same with items in this column. */
    public LogSource withItem(@Nullable String column) {
        return new LogSource(paths, columns, user, column, time, delimiter);
    }

    /** Returns the same with times in this column. */
    public LogSource withTime(@Nullable String column) {
        return new LogSource(paths, columns, user, item, column, delimiter);
    }

    /** Returns the same with this delimiter; {@code \t} written as two characters is a tab. */
    public LogSource withDelimiter(@Nullable String text) {
        return new LogSource(paths, columns, user, item, time, text);
    }
}
