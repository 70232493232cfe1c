package dev.obverse.data;

import dev.obverse.core.Vocabulary;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBReadableVector;

/**
 * A table {@code (u, id)} in DuckDB that gives every external id of some staged rows a temporary number 0..size-1, so that joins,
 * duplicates and arrays deal in ints. The numbers mean nothing and leave with the database; dense ids are given later, by first
 * appearance in training.
 */
final class Dictionary {
    private final Database database;
    private final String table;
    private final int size;

    private Dictionary(Database database, String table, int size) {
        this.database = database;
        this.table = table;
        this.size = size;
    }

    /** Numbers the ids in a column of staged rows. */
    static Dictionary of(Database database, String table, String column, List<StagedRows> sources) {
        String all = sources.stream().map(rows -> "SELECT " + column + " AS u FROM " + rows.table()).collect(Collectors.joining(" UNION ALL "));
        database.run("CREATE TABLE " + table + " AS SELECT u, (row_number() OVER () - 1)::INTEGER AS id FROM (SELECT DISTINCT u FROM ("
                + all + "))");
        return new Dictionary(database, table, Math.toIntExact(database.numbers("SELECT count(*) FROM " + table)[0]));
    }

    String table() {
        return table;
    }

    int size() {
        return size;
    }

    /** Returns, for every temporary number, its dense id in a vocabulary, or -1. */
    int[] lookUp(Vocabulary vocabulary) {
        int[] dense = new int[size];
        Arrays.fill(dense, -1);
        database.stream("SELECT u, id FROM " + table, chunk -> {
            DuckDBReadableVector texts = chunk.vector(0);
            DuckDBReadableVector ids = chunk.vector(1);
            for (long row = 0; row < chunk.rowCount(); row++) {
                dense[ids.getInt(row)] = vocabulary.indexOf(texts.getString(row));
            }
        });
        return dense;
    }

    /**
     * Returns the vocabulary of some ids.
     *
     * @param start the ids that have a dense id already, whether they are among the numbers or not
     * @param dense for every temporary number its dense id, or a negative number if the vocabulary is to be without it
     * @param count how many have one
     */
    Vocabulary vocabulary(Vocabulary start, int[] dense, int count) {
        String map = table + "_dense";
        database.run("CREATE TABLE " + map + "(id INTEGER, dense INTEGER)");
        try (DuckDBAppender appender = database.appender(map)) {
            for (int id = 0; id < size; id++) {
                if (dense[id] >= start.size()) {
                    appender.beginRow().append(id).append(dense[id]).endRow();
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        Vocabulary.Builder ids = new Vocabulary.Builder(start);
        database.stream("SELECT u FROM " + table + " JOIN " + map + " USING (id) ORDER BY dense", chunk -> {
            DuckDBReadableVector texts = chunk.vector(0);
            for (long row = 0; row < chunk.rowCount(); row++) {
                ids.add(texts.getString(row));
            }
        });
        Vocabulary vocabulary = ids.build();
        if (vocabulary.size() != count) {
            throw new IllegalStateException("read " + vocabulary.size() + " of " + count + " ids");
        }
        return vocabulary;
    }
}
