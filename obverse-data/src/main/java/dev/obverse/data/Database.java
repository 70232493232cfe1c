package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBPreparedStatement;

/**
 * A DuckDB in memory that can touch nothing but the named paths and a private temporary directory: no other file, no network, no
 * extension that is not built in, memory limited, and the configuration locked once it stands. Rows keep the order in which they
 * were read, on any number of threads.
 */
final class Database implements AutoCloseable {
    private final DuckDBConnection connection;
    private final Path spill;
    /** Removes what was spilled to disk where a signal ends the process before {@link #close} does. */
    private final Thread atExit;

    private Database(DuckDBConnection connection, Path spill) {
        this.connection = connection;
        this.spill = spill;
        this.atExit = new Thread(() -> delete(spill), "obverse-database-exit");
        whileRunning(() -> Runtime.getRuntime().addShutdownHook(atExit));
    }

    /** Does what cannot be done any more once the process ends, and need not be. */
    private static void whileRunning(Runnable change) {
        try {
            change.run();
        } catch (IllegalStateException e) {
            System.getLogger(Database.class.getName()).log(System.Logger.Level.DEBUG, "the process ends", e);
        }
    }

    /** Opens a database that may read and write these absolute paths and no others. */
    static Database open(Resources resources, Collection<Path> allowed) {
        Database database = connected(resources);
        try {
            database.lock(allowed);
            return database;
        } catch (DatabaseException e) {
            database.close();
            throw e;
        }
    }

    private static Database connected(Resources resources) {
        Path spill = newPrivateDirectory();
        try {
            return new Database(connect(resources, spill), spill);
        } catch (SQLException e) {
            delete(spill);
            throw new DatabaseException(e);
        }
    }

    private static DuckDBConnection connect(Resources resources, Path spill) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        settings.setProperty("memory_limit", resources.memoryLimit());
        settings.setProperty("temp_directory", spill.toString());
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("allow_persistent_secrets", "false");
        if (resources.threads() > 0) {
            settings.setProperty("threads", Integer.toString(resources.threads()));
        }
        return DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
    }

    private void lock(Collection<Path> allowed) {
        run("SET TimeZone = 'UTC'");
        // Else 0 / 0 is NaN, larger than every number, and a row without a length would be watched to its end.
        run("SET ieee_floating_point_ops = false");
        run("SET allowed_paths = ["
                + allowed.stream().map(path -> text(path.toString())).collect(Collectors.joining(", ")) + "]");
        run("SET enable_external_access = false");
        run("SET lock_configuration = true");
    }

    /** Runs a statement and returns how many rows it changed. */
    long run(String sql) {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Returns what a reader makes of each row of a query. For few rows; many are for {@link #stream}. */
    <T> List<T> rows(String sql, RowReader<T> reader) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Returns the numbers of the one row of a query; a NULL is 0. */
    long[] numbers(String sql) {
        return rows(sql, result -> {
            long[] values = new long[result.getMetaData().getColumnCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = result.getLong(i + 1);
            }
            return values;
        }).get(0);
    }

    /** Hands the rows of a query to a visitor, a chunk of some thousands at a time. */
    void stream(String sql, ChunkVisitor visitor) {
        try (ChunkCursor cursor = cursor(sql)) {
            while (cursor.next()) {
                visitor.visit(cursor.chunk());
            }
        }
    }

    /** Opens a query whose rows are fetched as they are asked for; no other statement may run meanwhile. */
    ChunkCursor cursor(String sql) {
        try {
            DuckDBPreparedStatement statement = connection.prepare(sql);
            return new ChunkCursor(statement, statement.query());
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Opens a writer of rows into a table. */
    DuckDBAppender appender(String table) {
        try {
            return connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Returns a string as an SQL literal. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** Returns a name as a quoted SQL identifier. */
    static String name(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        } finally {
            delete(spill);
            whileRunning(() -> Runtime.getRuntime().removeShutdownHook(atExit));
        }
    }

    private static Path newPrivateDirectory() {
        try {
            return Files.createTempDirectory("obverse-");
        } catch (IOException e) {
            throw new InvalidInputException("no temporary directory can be made in " + System.getProperty("java.io.tmpdir")
                    + ": make that folder writable, or name another one with OBVERSE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.getLogger(Database.class.getName())
                    .log(System.Logger.Level.WARNING, "the temporary directory {0} could not be removed", directory);
        }
    }

    /** Makes a value of the row at which a result stands. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Sees one chunk of rows. */
    interface ChunkVisitor {
        void visit(DuckDBDataChunkReader chunk);
    }

    /** Chunks of an open query. */
    static final class ChunkCursor implements AutoCloseable {
        private final DuckDBPreparedStatement statement;
        private final DuckDBChunkedResult result;

        ChunkCursor(DuckDBPreparedStatement statement, DuckDBChunkedResult result) {
            this.statement = statement;
            this.result = result;
        }

        /** Moves to the next chunk that has rows. */
        boolean next() {
            while (result.nextChunk()) {
                if (chunk().rowCount() > 0) {
                    return true;
                }
            }
            return false;
        }

        DuckDBDataChunkReader chunk() {
            return result.chunk();
        }

        @Override
        public void close() {
            try {
                result.close();
                statement.close();
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        }
    }
}
