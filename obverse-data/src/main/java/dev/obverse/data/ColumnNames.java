package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds columns by name: an exact match first, else one that differs in upper and lower case only, as in SQL. */
final class ColumnNames {
    private static final List<String> USERS = List.of("user", "user_id", "userId", "uid", "user_index");
    private static final List<String> ITEMS = List.of("item", "item_id", "itemId", "iid", "video", "video_id", "videoId", "vid",
            "movie", "movie_id", "movieId", "photo_id", "pid", "product_id", "content_id");
    private static final List<String> TIMES = List.of("time", "timestamp", "ts", "time_ms", "timestamp_ms", "event_time", "datetime",
            "date");

    private final InputFile file;
    private final List<Scan.Column> columns;

    ColumnNames(InputFile file, List<Scan.Column> columns) {
        this.file = file;
        this.columns = columns;
    }

    /** Returns the position of the user column. */
    int user(LogSource source) {
        return source.user() != null ? named(source.user(), "--user") : expected("user", "--user", USERS);
    }

    /** Returns the position of the item column. */
    int item(LogSource source) {
        return source.item() != null ? named(source.item(), "--item") : expected("item", "--item", ITEMS);
    }

    /** Returns the name of the time column, or null if none is named and there is none of a usual name. */
    @Nullable String time(LogSource source) {
        if (source.time() != null) {
            return columns.get(named(source.time(), "--time")).name();
        }
        int position = firstOf(TIMES);
        return position < 0 ? null : columns.get(position).name();
    }

    /** Returns the position of a column that an option or a predicate names. */
    int named(String name, String asker) {
        int position = find(name);
        if (position < 0) {
            throw new InvalidInputException(
                    asker + " names column '" + name + "', which " + file.name() + " does not have; " + present());
        }
        return position;
    }

    private int expected(String what, String option, List<String> usual) {
        int position = firstOf(usual);
        if (position < 0) {
            String header = file.format() == InputFile.Format.DELIMITED
                    ? " (its first line was read as the header; if it is a row, name the columns with --columns)" : "";
            throw new InvalidInputException("no column of " + file.name() + " is known as the " + what + ": name it with " + option
                    + "; " + present() + header);
        }
        return position;
    }

    private int firstOf(List<String> usual) {
        return usual.stream().mapToInt(this::find).filter(position -> position >= 0).findFirst().orElse(-1);
    }

    private int find(String name) {
        int exact = only(columns.stream().map(column -> column.name().equals(name)).toList(), name);
        return exact >= 0 ? exact : only(columns.stream().map(column -> column.name().strip().equalsIgnoreCase(name)).toList(), name);
    }

    private int only(List<Boolean> matches, String name) {
        int first = matches.indexOf(true);
        if (first != matches.lastIndexOf(true)) {
            throw new InvalidInputException(file.name() + " has more than one column '" + name + "'; rename all but one");
        }
        return first;
    }

    private String present() {
        String names = columns.stream().limit(40).map(column -> "'" + column.name() + "'").collect(Collectors.joining(", "));
        return "it has " + names + (columns.size() > 40 ? " and " + (columns.size() - 40) + " more" : "");
    }
}
