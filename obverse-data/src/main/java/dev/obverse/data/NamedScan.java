package dev.obverse.data;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Parquet and JSON lines: formats that name their columns. Values of JSON are read as text, as those of delimited files are. A folder named
 * {@code user=9} is a folder: the format of a log, and where it lies, never change what it says.
 */
final class NamedScan implements Scan {
    private static final String PLAIN_FOLDERS = ", hive_partitioning = false";

    private final InputFile file;
    private final List<Column> columns;

    private NamedScan(InputFile file, List<Column> columns) {
        this.file = file;
        this.columns = columns;
    }

    static NamedScan parquet(Database database, InputFile file) {
        return new NamedScan(file, database.rows("DESCRIBE SELECT * FROM " + parquet(file),
                row -> new Column(row.getString(1), row.getString(2))));
    }

    /** The names are those of all objects: a key that only a few have, such as a like, may come for the first time after many rows. */
    static NamedScan json(Database database, InputFile file) {
        String first = "read_json(" + Database.text(file.path().toString()) + ", format = 'newline_delimited', maximum_depth = 1, sample_size = -1"
                + PLAIN_FOLDERS + compression(file) + ")";
        return new NamedScan(file, database.rows("DESCRIBE SELECT * FROM " + first, row -> new Column(row.getString(1), "VARCHAR")));
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public String select(List<Integer> positions) {
        String list = IntStream.range(0, positions.size())
                .mapToObj(k -> value(positions, k) + " AS k" + k)
                .collect(Collectors.joining(", "));
        return "SELECT " + list + " FROM " + (file.format() == InputFile.Format.PARQUET ? parquet(file) : json(positions));
    }

    private String value(List<Integer> positions, int k) {
        String name = Database.name(columns.get(positions.get(k)).name());
        return file.format() == InputFile.Format.JSON_LINES && isId(positions, positions.get(k)) ? id(name) : name;
    }

    private static boolean isId(List<Integer> positions, int position) {
        return positions.subList(0, 2).contains(position);
    }

    /**
     * The text of an id. DuckDB writes the number 1e9 as 1000000000.0, which would silently be another id than the text "1e9" or the number
     * 1000000000: such a number is no id, hence NULL. Whole numbers keep all their digits.
     */
    private static String id(String json) {
        return "CASE WHEN starts_with(" + json + ", '\"') THEN " + json + " ->> '$' WHEN left(" + json + ", 1) BETWEEN '-' AND '9' AND (contains(" + json
                + ", '.') OR contains(" + json + ", 'e') OR contains(" + json + ", 'E')) THEN NULL ELSE " + json + "::VARCHAR END";
    }

    private String json(List<Integer> positions) {
        String types = positions.stream()
                .distinct()
                .map(position -> Database.text(columns.get(position).name()) + (isId(positions, position) ? ": 'JSON'" : ": 'VARCHAR'"))
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_json(" + Database.text(file.path().toString()) + ", format = 'newline_delimited', columns = " + types
                + PLAIN_FOLDERS + compression(file) + ")";
    }

    private static String compression(InputFile file) {
        return file.gzip() ? ", compression = 'gzip'" : "";
    }

    private static String parquet(InputFile file) {
        return "read_parquet(" + Database.text(file.path().toString()) + ", binary_as_string = true" + PLAIN_FOLDERS + ")";
    }
}
