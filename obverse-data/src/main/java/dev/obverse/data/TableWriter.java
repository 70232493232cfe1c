package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.AtomicFile;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/**
 * Writes a table, a row at a time, as CSV, JSON lines or Parquet by the ending of its name ({@code .csv}, {@code .tsv}, {@code .json},
 * {@code .jsonl}, each also with {@code .gz}; {@code .parquet}). Rows gather in DuckDB, outside the heap and on disk when they are many,
 * so that millions of them are no burden. Numbers have digits that round-trip. The file appears whole when {@link #commit} is called, or
 * not at all: it is written beside its place, forced to disk and renamed.
 *
 * <pre>{@code
 * try (TableWriter table = TableWriter.open(path, List.of(Column.text("user"), Column.real("score")), resources)) {
 *     table.text("u1").real(0.5).end();
 *     table.commit();
 * }
 * }</pre>
 */
public final class TableWriter implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final Database database;
    private final DuckDBAppender appender;
    private boolean inRow;
    private long rows;

    /** What a column holds. */
    public enum Type {
        /** UTF-8 text. */
        TEXT("VARCHAR"),
        /** A long. */
        INTEGER("BIGINT"),
        /** A double, written with the shortest digits that give it back. */
        REAL("DOUBLE"),
        /** A float, written with the shortest digits that give it back. */
        SINGLE("FLOAT");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /**
     * A column of the table.
     *
     * @param name its name
     * @param type what it holds
     */
    public record Column(String name, Type type) {
        /** Returns a column of text. */
        public static Column text(String name) {
            return new Column(name, Type.TEXT);
        }

        /** Returns a column of longs. */
        public static Column integer(String name) {
            return new Column(name, Type.INTEGER);
        }

        /** Returns a column of doubles. */
        public static Column real(String name) {
            return new Column(name, Type.REAL);
        }

        /** Returns a column of floats. */
        public static Column single(String name) {
            return new Column(name, Type.SINGLE);
        }
    }

    private TableWriter(Path target, Path temporary, Database database, DuckDBAppender appender) {
        this.target = target;
        this.temporary = temporary;
        this.database = database;
        this.appender = appender;
    }

    /**
     * Opens a writer.
     *
     * @throws InvalidInputException if the ending of the name is unknown, or there is no such folder, or it cannot be written
     */
    public static TableWriter open(Path path, List<Column> columns, Resources resources) {
        Path target = path.toAbsolutePath().normalize();
        options(target);
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InvalidInputException("there is no folder " + folder + " to write " + target.getFileName() + " into");
        }
        if (Files.isDirectory(target)) {
            throw new InvalidInputException(path + " is a directory; name a file");
        }
        if (!Files.isWritable(folder)) {
            throw new InvalidInputException("the folder " + folder + " cannot be written, so neither can " + target.getFileName());
        }
        Path temporary = folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        Database database = Database.open(resources, List.of(temporary));
        try {
            database.run("CREATE TABLE rows(" + columns.stream().map(column -> Database.name(column.name()) + " " + column.type().sql)
                    .collect(Collectors.joining(", ")) + ")");
            return new TableWriter(target, temporary, database, database.appender("rows"));
        } catch (DatabaseException e) {
            database.close();
            throw e;
        }
    }

    private static String options(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        String gzip = name.endsWith(".gz") ? "gzip" : "none";
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        if (name.endsWith(".parquet")) {
            return "FORMAT parquet, COMPRESSION zstd";
        }
        if (plain.endsWith(".csv")) {
            return "FORMAT csv, HEADER true, COMPRESSION " + gzip;
        }
        if (plain.endsWith(".tsv")) {
            return "FORMAT csv, HEADER true, DELIMITER '\t', COMPRESSION " + gzip;
        }
        if (plain.endsWith(".json") || plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
            return "FORMAT json, COMPRESSION " + gzip;
        }
        throw new InvalidInputException("the format of " + path.getFileName() + " is not known; end its name in .csv, .tsv, .jsonl or .parquet");
    }

    /** Puts text into the next column of the row. */
    public TableWriter text(String value) {
        return put(() -> appender.append(value));
    }

    /** Puts a whole number into the next column of the row. */
    public TableWriter integer(long value) {
        return put(() -> appender.append(value));
    }

    /** Puts a number into the next column of the row. */
    public TableWriter real(double value) {
        return put(() -> appender.append(value));
    }

    /** Puts a number of single precision into the next column of the row. */
    public TableWriter single(float value) {
        return put(() -> appender.append(value));
    }

    /** Leaves the next column of the row empty. */
    public TableWriter empty() {
        return put(appender::appendNull);
    }

    /** Ends the row; it must have all columns. */
    public void end() {
        put(appender::endRow);
        inRow = false;
        rows++;
    }

    /** One step of the appender. */
    private interface Step {
        Object run() throws SQLException;
    }

    private TableWriter put(Step step) {
        try {
            if (!inRow) {
                appender.beginRow();
                inRow = true;
            }
            step.run();
            return this;
        } catch (SQLException e) {
            throw failed(new DatabaseException(e));
        }
    }

    /**
     * Writes the file. The rows are final then; the file that stood there before is replaced.
     *
     * @return the number of rows
     * @throws InvalidInputException if the disk is full or the folder cannot be written; the old file stays
     */
    public long commit() {
        try {
            appender.close();
            database.run("COPY rows TO " + Database.text(temporary.toString()) + " (" + options(target) + ", USE_TMP_FILE false)");
            AtomicFile.putInPlace(temporary, target);
            return rows;
        } catch (SQLException e) {
            throw failed(new DatabaseException(e));
        } catch (DatabaseException e) {
            throw failed(e);
        } catch (IOException e) {
            throw new InvalidInputException(target + " cannot be written: " + FileFault.reason(e), e);
        }
    }

    private InvalidInputException failed(DatabaseException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") && message.contains(String.valueOf(temporary.getFileName()))) {
            return new InvalidInputException(target + " cannot be written: no space is left on its disk", e);
        }
        InvalidInputException resources = Failures.resources(e);
        return resources != null ? resources : new InvalidInputException(target + " cannot be written: " + e.firstLine(), e);
    }

    /** Lets go of everything; without {@link #commit} no file is written. */
    @Override
    public void close() {
        try {
            database.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new InvalidInputException(temporary + " cannot be removed: " + FileFault.reason(e), e);
        }
    }
}
