package dev.obverse.data;

import java.util.List;

/** How DuckDB reads one file: the columns it holds, and the SQL that reads some of them. */
interface Scan {
    /**
     * A column of a file.
     *
     * @param name its name in the file
     * @param type its DuckDB type; text formats have VARCHAR throughout
     */
    record Column(String name, String type) {}

    /** Returns the columns in the order of the file. */
    List<Column> columns();

    /** Returns a query for these columns, by their position in {@link #columns}, as {@code k0}, {@code k1}, ... */
    String select(List<Integer> positions);

    /** Looks into a file. */
    static Scan of(Database database, InputFile file, LogSource source) {
        try {
            return switch (file.format()) {
                case DELIMITED -> DelimitedScan.of(database, file, source);
                case JSON_LINES -> NamedScan.json(database, file);
                case PARQUET -> NamedScan.parquet(database, file);
            };
        } catch (DatabaseException e) {
            throw Failures.reading(file, e);
        }
    }
}
