package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Delimited text. Only the delimiter is detected; all else is fixed, so that no guess of a sniffer can drop or change a row: a
 * header unless the columns are named, quotes as in RFC 4180, no comments, every column read as text.
 */
final class DelimitedScan implements Scan {
    static final int LONGEST_ROW = 32 << 20;
    private static final int BUFFER = 64 << 20;
    private static final int LONGEST_LINE = 120;
    private static final List<String> USUAL = List.of(",", "\t", ";", "|");

    private final InputFile file;
    private final String delimiter;
    private final boolean header;
    private final List<Column> columns;

    private DelimitedScan(InputFile file, String delimiter, boolean header, List<Column> columns) {
        this.file = file;
        this.delimiter = delimiter;
        this.header = header;
        this.columns = columns;
    }

    static DelimitedScan of(Database database, InputFile file, LogSource source) {
        String delimiter = source.delimiter() != null ? source.delimiter() : detect(database, file);
        List<String> first = FirstRecord.of(file, delimiter);
        if (first.size() == 1) {
            throw new InvalidInputException("only one column was found in " + file.name() + " with delimiter "
                    + shown(delimiter) + ": its first line is '" + InvalidInputException.shown(first.get(0), LONGEST_LINE)
                    + "'; give the right one, for example --delimiter '::'");
        }
        boolean header = source.columns().isEmpty();
        if (!header && source.columns().size() != first.size()) {
            throw new InvalidInputException(file.name() + " has " + first.size() + " columns with delimiter " + shown(delimiter)
                    + ", but --columns names " + source.columns().size());
        }
        if (!header && isHeader(first, source.columns())) {
            throw new InvalidInputException(file.name() + ", line 1 has the names that --columns gives, so it is a header and no row: leave --columns out");
        }
        List<String> names = header ? first : source.columns();
        return new DelimitedScan(file, delimiter, header, names.stream().map(name -> new Column(name, "VARCHAR")).toList());
    }

    private static boolean isHeader(List<String> line, List<String> names) {
        return IntStream.range(0, names.size()).allMatch(i -> line.get(i).strip().equalsIgnoreCase(names.get(i).strip()));
    }

    private static String detect(Database database, InputFile file) {
        String sniff = "SELECT Delimiter FROM sniff_csv(" + Database.text(file.path().toString())
                + ", quote = '\"', escape = '\"', all_varchar = true, max_line_size = " + LONGEST_ROW + ", buffer_size = " + BUFFER
                + (file.gzip() ? ", compression = 'gzip'" : "") + ")";
        String sniffed;
        try {
            sniffed = database.rows(sniff, row -> row.getString(1)).get(0);
        } catch (DatabaseException e) {
            // A row that is wrong also confuses the sniffer; the read that follows says which row it is.
            sniffed = USUAL.get(0);
        }
        return FirstRecord.of(file, sniffed).size() > 1 ? sniffed : mostColumns(file, sniffed);
    }

    /** Returns the usual delimiter that finds most columns in the first line, or the given one if none finds two. */
    private static String mostColumns(InputFile file, String otherwise) {
        String best = otherwise;
        int most = 1;
        for (String delimiter : USUAL) {
            int columns = FirstRecord.of(file, delimiter).size();
            if (columns > most) {
                best = delimiter;
                most = columns;
            }
        }
        return best;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public String select(List<Integer> positions) {
        String types = IntStream.range(0, columns.size()).mapToObj(i -> "'c" + i + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        String list = IntStream.range(0, positions.size()).mapToObj(k -> "c" + positions.get(k) + " AS k" + k)
                .collect(Collectors.joining(", "));
        return "SELECT " + list + " FROM read_csv(" + Database.text(file.path().toString())
                + ", auto_detect = false, delim = " + Database.text(delimiter)
                + ", quote = '\"', escape = '\"', comment = '', nullstr = '', header = " + header
                + ", max_line_size = " + LONGEST_ROW + ", buffer_size = " + BUFFER
                + ", compression = '" + (file.gzip() ? "gzip" : "none") + "', columns = " + types + ")";
    }

    private static String shown(String delimiter) {
        return delimiter.equals("\t") ? "tab" : "'" + delimiter + "'";
    }
}
