package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of some files in one table of DuckDB, in the order of the files and of the rows in them: {@code rowid} is a row's ordinal.
 * Column {@code k0} holds the user, {@code k1} the item, both as text; the columns that predicates name follow.
 */
final class StagedRows {
    private static final Set<String> ID_TYPES = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
            "UINTEGER", "UBIGINT", "UHUGEINT", "VARCHAR", "UUID");
    private static final Set<String> NUMBERS = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER",
            "UBIGINT", "FLOAT", "DOUBLE");

    private final Database database;
    private final String table;
    private final @Nullable String time;
    private final List<InputFile> files;
    private final List<Long> ends = new ArrayList<>();
    private final Map<String, Value> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * A staged column other than the ids.
     *
     * @param sql its name in the table
     * @param type its DuckDB type there
     */
    record Value(String sql, String type) {}

    private StagedRows(Database database, String table, List<InputFile> files, @Nullable String time) {
        this.database = database;
        this.table = table;
        this.files = files;
        this.time = time;
    }

    /**
     * Reads files into a table.
     *
     * @param wanted the columns to read beside the ids, each with who asks for it
     * @param withTime whether the time column is read as well, if there is one
     */
    static StagedRows stage(
            Database database, String table, List<InputFile> files, LogSource source, Map<String, String> wanted, boolean withTime) {
        List<Scan> scans = files.stream().map(file -> Scan.of(database, file, source)).toList();
        ColumnNames first = new ColumnNames(files.get(0), scans.get(0).columns());
        String time = first.time(source);
        List<String> names = new ArrayList<>(wanted.keySet());
        if (withTime && time != null && names.stream().noneMatch(time::equalsIgnoreCase)) {
            names.add(time);
        }
        StagedRows rows = new StagedRows(database, table, files, time);
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            inputs.add(rows.input(files.get(i), scans.get(i), source, names, wanted));
        }
        rows.create(names, inputs);
        inputs.forEach(rows::insert);
        rows.checkIds(inputs.get(0));
        return rows;
    }

    /** A file, and where the wanted columns are in it: user, item, then the others. */
    private record Input(InputFile file, Scan scan, List<Integer> positions) {
        Scan.Column column(int k) {
            return scan.columns().get(positions.get(k));
        }
    }

    private Input input(InputFile file, Scan scan, LogSource source, List<String> names, Map<String, String> askers) {
        ColumnNames columns = new ColumnNames(file, scan.columns());
        List<Integer> positions = new ArrayList<>(List.of(columns.user(source), columns.item(source)));
        if (positions.get(0).equals(positions.get(1))) {
            throw new InvalidInputException("column '" + scan.columns().get(positions.get(0)).name() + "' of " + file.name()
                    + " cannot be both the user and the item: name two columns with --user and --item");
        }
        for (int position : positions) {
            Scan.Column column = scan.columns().get(position);
            if (!ID_TYPES.contains(column.type()) && !column.type().startsWith("ENUM")) {
                throw new InvalidInputException("column '" + column.name() + "' of " + file.name() + " has type " + column.type()
                        + "; ids must be whole numbers or text");
            }
        }
        names.forEach(name -> positions.add(columns.named(name, askers.getOrDefault(name, "the time of rows"))));
        return new Input(file, scan, positions);
    }

    private void create(List<String> names, List<Input> inputs) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            int k = i + 2;
            Set<String> types = inputs.stream().map(input -> input.column(k).type()).collect(Collectors.toSet());
            // Of several types the text decides, as in files of text: 0.7 in single precision is no 0.7 in double, and 2^53 + 1 is not 2^53.
            String type = types.size() == 1 ? types.iterator().next() : "VARCHAR";
            values.put(names.get(i), new Value("k" + k, type));
            columns.append(", k").append(k).append(' ').append(type);
        }
        database.run("CREATE TABLE " + table + "(k0 VARCHAR, k1 VARCHAR" + columns + ")");
    }

    private void insert(Input input) {
        try {
            ends.add(size() + database.run("INSERT INTO " + table + " BY NAME " + input.scan().select(input.positions())));
        } catch (DatabaseException e) {
            throw Failures.reading(input.file(), e);
        }
    }

    private void checkIds(Input first) {
        // Trimming every id would take longer than reading the file; what is blank sorts before the first character that is not.
        if (database.numbers("SELECT count(*) FROM " + table + " WHERE k0 IS NULL OR k1 IS NULL OR k0 < '!' OR k1 < '!'")[0] == 0) {
            return;
        }
        long[] bad = database.numbers("SELECT coalesce(min(rowid) FILTER (" + blank("k0") + "), -1), coalesce(min(rowid) FILTER ("
                + blank("k1") + "), -1) FROM " + table);
        for (int k = 0; k < 2; k++) {
            if (bad[k] >= 0) {
                boolean json = files.get(fileOf(bad[k])).format() == InputFile.Format.JSON_LINES;
                throw new InvalidInputException(where(bad[k]) + ": column " + first.column(k).name() + (json
                        ? " is blank or null, or a number with a point or an exponent; every row needs a user and an item, as text or a whole number"
                        : " is blank or null; every row needs a user and an item"));
            }
        }
    }

    private static String blank(String column) {
        return column + " IS NULL OR length(trim(" + column + ", E' \\t\\r\\n')) = 0";
    }

    /** Returns whether a DuckDB type is one of numbers. */
    static boolean isNumber(String type) {
        return NUMBERS.contains(type) || type.startsWith("DECIMAL");
    }

    String table() {
        return table;
    }

    List<InputFile> files() {
        return files;
    }

    long size() {
        return ends.isEmpty() ? 0 : ends.get(ends.size() - 1);
    }

    /** Returns the name of the time column that the first file has, or null. */
    @Nullable String time() {
        return time;
    }

    /** Returns a column that was asked for. */
    Value value(String name) {
        Value value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("column " + name + " is not staged");
        }
        return value;
    }

    /** Returns the file and the row of an ordinal, for sentences; rows count from 1, without the header. */
    String where(long ordinal) {
        int file = fileOf(ordinal);
        long start = file == 0 ? 0 : ends.get(file - 1);
        return files.get(file).name() + ", row " + (ordinal - start + 1);
    }

    private int fileOf(long ordinal) {
        int file = 0;
        while (ends.get(file) <= ordinal) {
            file++;
        }
        return file;
    }

    /** Returns the value of a column at an ordinal, shortened, for sentences. */
    String shown(Value value, long ordinal) {
        return database.rows("SELECT left(" + value.sql() + "::VARCHAR, 40) FROM " + table + " WHERE rowid = " + ordinal,
                row -> row.getString(1)).get(0);
    }

    void drop() {
        database.run("DROP TABLE " + table);
    }
}
