package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to call items: a file, in any format that logs come in, with a column of item ids and a column {@code title}. */
public final class ItemTitles {
    private static final int LONGEST = 1000;

    private ItemTitles() {}

    private record Row(@Nullable String item, @Nullable String title) {}

    /**
     * Reads the whole file. A row without a title gives none.
     *
     * @return titles by external item id
     * @throws InvalidInputException if the file cannot be read, has no such columns, an item without an id, one with two titles, or a title longer
     *     than a thousand characters
     */
    public static Map<String, String> read(Path file) {
        LogSource source = LogSource.of(file.toString());
        List<InputFile> files = Inputs.of(source);
        InputFile input = files.get(0);
        if (files.size() > 1) {
            throw new InvalidInputException(file + " names " + files.size() + " files; give one with all titles");
        }
        try (Database database = Database.open(Resources.DEFAULT, List.of(input.path()))) {
            Scan scan = Scan.of(database, input, source);
            List<Integer> positions = columns(input, scan, source);
            return titles(input, rows(database, input, "SELECT k0::VARCHAR, k1::VARCHAR FROM (" + scan.select(positions) + ")"));
        }
    }

    private static List<Integer> columns(InputFile file, Scan scan, LogSource source) {
        ColumnNames columns = new ColumnNames(file, scan.columns());
        try {
            return List.of(columns.item(source), columns.named("title", ""));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file.name() + " holds no titles: it needs a column of item ids, called item, and a column title, and has "
                    + scan.columns().stream().limit(20).map(column -> "'" + column.name() + "'").collect(Collectors.joining(", ")), e);
        }
    }

    private static List<Row> rows(Database database, InputFile file, String query) {
        try {
            return database.rows(query, row -> new Row(row.getString(1), row.getString(2)));
        } catch (DatabaseException e) {
            throw Failures.reading(file, e);
        }
    }

    private static Map<String, String> titles(InputFile file, List<Row> rows) {
        Map<String, String> titles = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            String item = rows.get(i).item();
            String title = rows.get(i).title();
            String where = file.name() + ", row " + (i + 1) + ": ";
            if (item == null || item.isBlank()) {
                throw new InvalidInputException(where + "the item has no id; give it one, or leave the row out");
            }
            if (title == null || title.isBlank()) {
                continue;
            }
            if (title.length() > LONGEST) {
                throw new InvalidInputException(where + "the title of '" + item + "' is longer than " + LONGEST + " characters; shorten it");
            }
            String other = titles.put(item, title);
            if (other != null && !other.equals(title)) {
                throw new InvalidInputException(where + "the item '" + item + "' has two titles; keep one of them");
            }
        }
        return titles;
    }
}
