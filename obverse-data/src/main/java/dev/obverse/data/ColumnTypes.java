package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.Set;

/**
 * The SQL type in which a predicate sees a column. Text formats are read as text, so a type is given here, from all values of the
 * column and not from a sample: whole number, number, truth value or timestamp if every value is one, else text. So a log gives the
 * same labels in every format, and a value that does not fit is found by its row.
 */
final class ColumnTypes {
    private static final Set<String> FLOATS = Set.of("FLOAT", "DOUBLE");

    private final Database database;
    private final StagedRows rows;

    ColumnTypes(Database database, StagedRows rows) {
        this.database = database;
        this.rows = rows;
    }

    /**
     * Returns the expression of a column in its type.
     *
     * @param number whether the predicate takes the column for a number
     * @throws InvalidInputException if it does and a value is none, or is NaN
     */
    String typed(String column, boolean number, String asker) {
        StagedRows.Value value = rows.value(column);
        return typed(value, type(column, value, number, asker));
    }

    private String type(String column, StagedRows.Value value, boolean number, String asker) {
        if (FLOATS.contains(value.type())) {
            refuseNan(column, "isnan(" + value.sql() + ")");
        }
        return value.type().equals("VARCHAR") ? typeOfText(column, value, number, asker) : value.type();
    }

    /** The expression of a value in a type; a timestamp of a text is the one of UTC, whatever offset it is written with. */
    private static String typed(StagedRows.Value value, String type) {
        if (!value.type().equals("VARCHAR")) {
            return value.sql();
        }
        return type.equals("TIMESTAMP") ? "CAST(CAST(" + value.sql() + " AS TIMESTAMPTZ) AS TIMESTAMP)" : "CAST(" + value.sql() + " AS " + type + ")";
    }

    /** Returns whether a column has values and all of them are numbers. */
    boolean isNumber(String column) {
        StagedRows.Value value = rows.value(column);
        if (!value.type().equals("VARCHAR")) {
            return StagedRows.isNumber(value.type());
        }
        long values = database.numbers("SELECT count(" + value.sql() + ") FROM " + rows.table())[0];
        return values > 0 && firstNotNumber(value) < 0;
    }

    /**
     * Returns an expression that orders rows by time.
     *
     * @throws InvalidInputException if a time is absent, or is neither a number nor a timestamp
     */
    String time(String column) {
        StagedRows.Value value = rows.value(column);
        long absent = database.numbers("SELECT coalesce(min(rowid), -1) FROM " + rows.table() + " WHERE " + value.sql() + " IS NULL")[0];
        if (absent >= 0) {
            throw new InvalidInputException(rows.where(absent) + ": column " + column + " is blank or null; every row needs a time");
        }
        String type = type(column, value, false, "the time of rows");
        String typed = typed(value, type);
        if (type.startsWith("TIMESTAMP") || type.equals("DATE")) {
            return "epoch_us(" + typed + "::TIMESTAMP)";
        }
        if (type.equals("VARCHAR") || type.equals("BOOLEAN")) {
            long odd = Math.max(0, firstNotNumber(value));
            throw new InvalidInputException(rows.where(odd) + ": column " + column + " holds '" + rows.shown(value, odd)
                    + "'; times must all be numbers or all be timestamps");
        }
        return typed;
    }

    private String typeOfText(String column, StagedRows.Value value, boolean number, String asker) {
        // 007 is a name, and not the number 7.
        long[] counts = database.numbers("SELECT count(*) FILTER (v IS NOT NULL), count(*) FILTER (d IS NULL AND v IS NOT NULL),"
                + " count(*) FILTER (v IS NOT NULL AND b::VARCHAR IS DISTINCT FROM v), count(*) FILTER (v[1:2] BETWEEN '00' AND '09')"
                + " FROM (SELECT " + value.sql() + " AS v, TRY_CAST(v AS DOUBLE) AS d, TRY_CAST(v AS BIGINT) AS b FROM " + rows.table() + ")");
        long values = counts[0];
        boolean allNumbers = counts[1] == 0;
        boolean allWhole = allNumbers && counts[2] == 0;
        boolean leadingZeros = counts[3] > 0;
        if (number && !allNumbers) {
            long row = firstNotNumber(value);
            throw new InvalidInputException(rows.where(row) + ": column " + column + " holds '" + rows.shown(value, row) + "', but " + asker
                    + " takes it for a number; correct the row, or write try_cast(" + column + " AS DOUBLE) to leave such rows UNLABELED");
        }
        if (values == 0) {
            return number ? "DOUBLE" : "VARCHAR";
        }
        if (allWhole) {
            return "BIGINT";
        }
        if (allNumbers && (number || !leadingZeros)) {
            refuseNanText(column);
            return "DOUBLE";
        }
        return truthOrTime(value);
    }

    private String truthOrTime(StagedRows.Value value) {
        long[] odd = database.numbers("SELECT count(*) FILTER (lower(v) NOT IN ('true', 'false')),"
                + " count(*) FILTER (v IS NOT NULL AND TRY_CAST(v AS TIMESTAMPTZ) IS NULL)"
                + " FROM (SELECT " + value.sql() + " AS v FROM " + rows.table() + ")");
        return odd[0] == 0 ? "BOOLEAN" : odd[1] == 0 ? "TIMESTAMP" : "VARCHAR";
    }

    private long firstNotNumber(StagedRows.Value value) {
        return database.numbers("SELECT coalesce(min(rowid), -1) FROM " + rows.table() + " WHERE " + value.sql()
                + " IS NOT NULL AND TRY_CAST(" + value.sql() + " AS DOUBLE) IS NULL")[0];
    }

    /** Refuses NaN in a column of text that is, or is cast to, a number. */
    void refuseNanText(String column) {
        StagedRows.Value value = rows.value(column);
        if (value.type().equals("VARCHAR")) {
            refuseNan(column, "isnan(TRY_CAST(" + value.sql() + " AS DOUBLE))");
        }
    }

    private void refuseNan(String column, String isNan) {
        long row = database.numbers("SELECT coalesce(min(rowid), -1) FROM " + rows.table() + " WHERE " + isNan)[0];
        if (row >= 0) {
            throw new InvalidInputException(rows.where(row) + ": column " + column
                    + " is NaN, which SQL takes for larger than every number; leave the value empty or drop the row");
        }
    }
}
