package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The labelled rows of one source in DuckDB, one for each (user, item) pair: {@code ord} (the pair's first ordinal), {@code gu} and
 * {@code gi} (temporary numbers), {@code label}, {@code t}: when the label was first given, or of a pair with both labels when the last was, for which
 * one counts is not known before.
 */
final class PairTable {
    private static final int SHOWN = 3;

    private final Database database;
    private final String table;
    private final SourceCensus census;

    private PairTable(Database database, String table, SourceCensus census) {
        this.database = database;
        this.table = table;
        this.census = census;
    }

    /**
     * Labels staged rows and makes one row of each pair. The staged rows stay.
     *
     * @param name how the source is called in the census: data, valid or test
     * @param time the column of times, or null
     */
    static PairTable of(Database database, String name, StagedRows rows, Labelling labelling, @Nullable String time, Dictionary users,
            Dictionary items, OnConflict onConflict) {
        String raw = name + "_raw";
        String labelled = labelling.query(rows, time);
        try {
            database.run("CREATE TABLE " + raw + " AS SELECT ord, a.id AS gu, b.id AS gi, label, t FROM (" + labelled + ") AS l JOIN "
                    + users.table() + " AS a ON a.u = l.u JOIN " + items.table() + " AS b ON b.u = l.i");
        } catch (DatabaseException e) {
            throw labelling.failed(e);
        }
        checkBoth(database, raw, rows, labelling);
        database.run("CREATE TABLE " + name + "_twice AS SELECT gu, gi FROM " + raw + " GROUP BY gu, gi HAVING count(*) > 1");
        database.run("CREATE TABLE " + name + "_merged AS " + merge(raw, name + "_twice"));
        long[] merged = database.numbers("SELECT count(*), sum(n), count(*) FILTER (pos > 0 AND neg > 0) FROM " + name + "_merged");
        long duplicates = merged[1] - merged[0];
        if (merged[2] > 0 && onConflict == OnConflict.REFUSE) {
            throw conflict(database, name, rows, users, items, merged[2]);
        }
        String table = name + "_pairs";
        database.run("CREATE TABLE " + table + " AS SELECT ord, gu, gi, label, t FROM " + raw + " ANTI JOIN " + name + "_twice USING (gu, gi) "
                + "UNION ALL SELECT ord, gu, gi, label, t FROM (" + settle(name + "_merged", onConflict) + ") WHERE label IS NOT NULL");
        long kept = database.numbers("SELECT count(*) FROM " + table)[0];
        database.run("DROP TABLE " + raw);
        SourceCensus census = new SourceCensus(name, rows.files().stream().map(InputFile::name).toList(), rows.size(), duplicates,
                merged[2], rows.size() - duplicates - kept);
        return new PairTable(database, table, census);
    }

    private static void checkBoth(Database database, String raw, StagedRows rows, Labelling labelling) {
        long both = database.numbers("SELECT count(*) FROM " + raw + " WHERE label = " + Labelling.BOTH)[0];
        if (both > 0) {
            throw labelling.both(rows, both, database.rows("SELECT ord FROM " + raw + " WHERE label = " + Labelling.BOTH
                    + " ORDER BY ord LIMIT " + SHOWN, row -> row.getLong(1)));
        }
    }

    private static String merge(String raw, String twice) {
        return "SELECT gu, gi, min(ord) AS ord, count(*) AS n, count(*) FILTER (label = 1) AS pos, count(*) FILTER (label = 0) AS neg, "
                + "min(ord) FILTER (label = 1) AS first_pos, min(ord) FILTER (label = 0) AS first_neg, "
                + "last(label ORDER BY t NULLS FIRST, ord) FILTER (label <> 2) AS latest, "
                + "min(t) AS t, min(t) FILTER (label <> 2) AS t_first, max(t) FILTER (label <> 2) AS t_last "
                + "FROM " + raw + " SEMI JOIN " + twice + " USING (gu, gi) GROUP BY gu, gi";
    }

    private static String settle(String merged, OnConflict onConflict) {
        String conflict = switch (onConflict) {
            case REFUSE, DROP -> "NULL";
            case LATEST -> "latest";
            case MAJORITY -> "CASE WHEN pos > neg THEN 1 WHEN neg > pos THEN 0 END";
        };
        return "SELECT ord, gu, gi, label, CASE WHEN pos > 0 AND neg > 0 THEN t_last WHEN label = 2 THEN t ELSE t_first END AS t FROM (SELECT *, "
                + "(CASE WHEN pos > 0 AND neg > 0 THEN " + conflict + " WHEN pos > 0 THEN 1 WHEN neg > 0 THEN 0 ELSE 2 END)::TINYINT AS label FROM "
                + merged + ")";
    }

    private static InvalidInputException conflict(Database database, String name, StagedRows rows, Dictionary users, Dictionary items,
            long count) {
        List<String> first = database.rows("SELECT a.u, b.u, first_pos, first_neg FROM (SELECT * FROM " + name
                + "_merged WHERE pos > 0 AND neg > 0 ORDER BY ord LIMIT " + SHOWN + ") AS m JOIN " + users.table() + " AS a ON a.id = m.gu JOIN "
                + items.table() + " AS b ON b.id = m.gi ORDER BY m.ord",
                row -> "user " + row.getString(1) + " and item " + row.getString(2) + ": positive in " + rows.where(row.getLong(3))
                        + ", negative in " + rows.where(row.getLong(4)));
        return new InvalidInputException(count + (count == 1 ? " pair has" : " pairs have") + " both labels ("
                + first.stream().collect(Collectors.joining("; ")) + (count > SHOWN ? "; ..." : "")
                + "); say what counts with --on-conflict latest, majority or drop");
    }

    /** Returns how many pairs there are. */
    long size() {
        return census.rows() - census.duplicates() - census.dropped();
    }

    /** Returns how many users and how many items they have. */
    long[] distinct() {
        return database.numbers("SELECT count(DISTINCT gu), count(DISTINCT gi) FROM " + table);
    }

    SourceCensus census() {
        return census;
    }

    /** Returns a query that gives, in order, {@code gu, gi, label}, whether other tables have the same pair, and the rank by time or 0. */
    String inOrder(@Nullable PairTable valid, @Nullable PairTable test, boolean byTime) {
        String rank = byTime ? "(row_number() OVER (ORDER BY p.t, p.ord) - 1)" : "0::BIGINT";
        return "SELECT p.gu, p.gi, p.label, " + marked("v", valid) + ", " + marked("e", test) + ", " + rank + " FROM " + table + " AS p"
                + joined("v", valid) + joined("e", test) + " ORDER BY p.ord";
    }

    private static String marked(String alias, @Nullable PairTable other) {
        return other == null ? "false" : "(" + alias + ".gu IS NOT NULL)";
    }

    private static String joined(String alias, @Nullable PairTable other) {
        return other == null ? "" : " LEFT JOIN " + other.table + " AS " + alias + " ON " + alias + ".gu = p.gu AND " + alias + ".gi = p.gi";
    }

    /** Streams {@link #inOrder} and fails if DuckDB ends early: its cursor gives no error of its own. */
    void stream(@Nullable PairTable valid, @Nullable PairTable test, boolean byTime, Database.ChunkVisitor visitor) {
        long[] seen = new long[1];
        database.stream(inOrder(valid, test, byTime), chunk -> {
            seen[0] += chunk.rowCount();
            visitor.visit(chunk);
        });
        if (seen[0] != size()) {
            throw new IllegalStateException("DuckDB gave " + seen[0] + " of " + size() + " rows");
        }
    }
}
