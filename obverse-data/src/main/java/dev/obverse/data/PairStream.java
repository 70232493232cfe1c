package dev.obverse.data;

import dev.obverse.core.Label;
import java.util.List;
import java.util.Objects;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * Rows of files with their external ids, a chunk of some thousands at a time, so that memory does not grow with the files:
 *
 * <pre>{@code
 * while (pairs.next()) {
 *     for (int row = 0; row < pairs.size(); row++) {
 *         use(pairs.user(row), pairs.item(row));
 *     }
 * }
 * }</pre>
 */
public final class PairStream implements AutoCloseable {
    private final Database database;
    private final Database.ChunkCursor cursor;
    private final List<FileHash> hashes;
    private final long rows;
    private long seen;
    private @Nullable DuckDBReadableVector users;
    private @Nullable DuckDBReadableVector items;
    private @Nullable DuckDBReadableVector labels;
    private int size;

    private PairStream(Database database, Database.ChunkCursor cursor, List<FileHash> hashes, long rows) {
        this.database = database;
        this.cursor = cursor;
        this.hashes = List.copyOf(hashes);
        this.rows = rows;
    }

    /** Opens a stream that owns the database. */
    static PairStream open(Database database, StagedRows rows, @Nullable Labelling labelling, List<FileHash> hashes) {
        if (labelling == null) {
            String plain = "SELECT k0, k1, 2::TINYINT FROM " + rows.table() + " ORDER BY rowid";
            return new PairStream(database, database.cursor(plain), hashes, rows.size());
        }
        try {
            database.run("CREATE TABLE labelled AS " + labelling.query(rows, null));
        } catch (DatabaseException e) {
            throw labelling.failed(e);
        }
        List<Long> both = database.rows("SELECT ord FROM labelled WHERE label = " + Labelling.BOTH + " ORDER BY ord LIMIT 3",
                row -> row.getLong(1));
        if (!both.isEmpty()) {
            long count = database.numbers("SELECT count(*) FROM labelled WHERE label = " + Labelling.BOTH)[0];
            throw labelling.both(rows, count, both);
        }
        rows.drop();
        return new PairStream(database, database.cursor("SELECT u, i, label FROM labelled ORDER BY ord"), hashes, rows.size());
    }

    /** Returns how many rows the files hold. */
    public long rows() {
        return rows;
    }

    /** Returns the hashes of the files. */
    public List<FileHash> hashes() {
        return hashes;
    }

    /** Moves to the next chunk; false after the last. */
    public boolean next() {
        if (!cursor.next()) {
            if (seen != rows) {
                throw new IllegalStateException("DuckDB gave " + seen + " of " + rows + " rows");
            }
            size = 0;
            return false;
        }
        users = cursor.chunk().vector(0);
        items = cursor.chunk().vector(1);
        labels = cursor.chunk().vector(2);
        size = Math.toIntExact(cursor.chunk().rowCount());
        seen += size;
        return true;
    }

    /** Returns the number of rows in this chunk. */
    public int size() {
        return size;
    }

    /** Returns the external user id of a row in 0..size-1 of this chunk. */
    public String user(int row) {
        return Objects.requireNonNull(users, "next() comes first").getString(Objects.checkIndex(row, size));
    }

    /** Returns the external item id of a row. */
    public String item(int row) {
        return Objects.requireNonNull(items, "next() comes first").getString(Objects.checkIndex(row, size));
    }

    /** Returns the label of a row. */
    public Label label(int row) {
        return Label.of(Objects.requireNonNull(labels, "next() comes first").getByte(Objects.checkIndex(row, size)));
    }

    @Override
    public void close() {
        cursor.close();
        database.close();
    }
}
