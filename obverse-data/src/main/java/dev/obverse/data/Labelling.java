package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A label rule whose two predicates have been parsed, and the SQL that labels staged rows with it. */
final class Labelling {
    /** The code, in SQL only, of a row that both predicates match. */
    static final int BOTH = 3;

    private final Database database;
    private final Predicate positive;
    private final Predicate negative;

    Labelling(Database database, LabelRule rule) {
        this.database = database;
        this.positive = Predicate.parse(database, "--positive", rule.positive());
        this.negative = Predicate.parse(database, "--negative", rule.negative());
    }

    /** Returns the columns that the rule looks at, each with the predicate that does, as sentences show it. */
    Map<String, String> columns() {
        Map<String, String> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        negative.columns().forEach(column -> columns.put(column, negative.shown()));
        positive.columns().forEach(column -> columns.put(column, positive.shown()));
        return columns;
    }

    /**
     * Returns a query over staged rows that gives {@code ord, u, i, t, label}: the ordinal, both ids, the time (NULL without one), and 0, 1,
     * 2 or {@link #BOTH}.
     *
     * @param time the column that orders rows by time, or null
     * @throws InvalidInputException if a value or a predicate does not fit
     */
    String query(StagedRows rows, @Nullable String time) {
        ColumnTypes types = new ColumnTypes(database, rows);
        List<String> list = new ArrayList<>(List.of("rowid AS \"obverse ord\"", "k0 AS \"obverse user\"", "k1 AS \"obverse item\"",
                (time == null ? "NULL" : types.time(time)) + " AS \"obverse time\""));
        Set<String> numbers = numbers(types);
        for (String column : columns().keySet()) {
            list.add(types.typed(column, numbers.contains(column), asker(column)) + " AS " + Database.name(column));
        }
        positive.castColumns().forEach(types::refuseNanText);
        negative.castColumns().forEach(types::refuseNanText);
        String view = "(SELECT " + String.join(", ", list) + " FROM " + rows.table() + ")";
        checkBoolean(positive, view);
        checkBoolean(negative, view);
        return "SELECT \"obverse ord\" AS ord, \"obverse user\" AS u, \"obverse item\" AS i, \"obverse time\" AS t, "
                + "(CASE WHEN \"obverse p\" AND \"obverse n\" THEN 3 WHEN \"obverse p\" THEN 1 WHEN \"obverse n\" THEN 0 ELSE 2 END)::TINYINT AS label"
                + " FROM (SELECT *, " + positive.sql() + " AS \"obverse p\", " + negative.sql() + " AS \"obverse n\" FROM " + view + ")";
    }

    /** Returns the sentence for a failure while the query ran. */
    InvalidInputException failed(DatabaseException failure) {
        InvalidInputException resources = Failures.resources(failure);
        if (resources != null) {
            return resources;
        }
        boolean byZero = failure.firstLine().startsWith("Division by zero");
        return new InvalidInputException(positive.shown() + " and " + negative.shown() + " cannot be evaluated on every row: "
                + (byZero ? "one of them divides by zero; write nullif(divisor, 0) to leave such rows UNLABELED" : failure.firstLine()), failure);
    }

    /** Returns the sentence for rows that both predicates match. */
    InvalidInputException both(StagedRows rows, long count, List<Long> first) {
        String where = first.stream().map(rows::where).collect(Collectors.joining("; "));
        return new InvalidInputException(positive.shown() + " and " + negative.shown() + " both match " + count
                + (count == 1 ? " row" : " rows") + " (" + where + (count > first.size() ? "; ..." : "") + "); a row may match one of them");
    }

    private String asker(String column) {
        return positive.numericColumns().contains(column) || !negative.columns().contains(column)
                ? positive.shown() : negative.shown();
    }

    /** Columns that are compared with a number, and those that are compared with a column of numbers. */
    private Set<String> numbers(ColumnTypes types) {
        Set<String> numbers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Predicate predicate : List.of(positive, negative)) {
            numbers.addAll(predicate.numericColumns());
            for (List<String> pair : predicate.pairedColumns()) {
                if (pair.stream().anyMatch(numbers::contains) || pair.stream().anyMatch(types::isNumber)) {
                    numbers.addAll(pair);
                }
            }
        }
        return numbers;
    }

    private void checkBoolean(Predicate predicate, String view) {
        String type;
        try {
            type = database.rows("DESCRIBE SELECT " + predicate.sql() + " FROM " + view, row -> row.getString(2)).get(0);
        } catch (DatabaseException e) {
            throw new InvalidInputException(predicate.shown() + " cannot be evaluated: " + e.firstLine(), e);
        }
        if (!type.equals("BOOLEAN")) {
            throw new InvalidInputException(predicate.shown() + " gives a value of type " + type
                    + ", not true or false; write a comparison, such as is_like = 1");
        }
    }
}
