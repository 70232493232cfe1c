package dev.obverse.serve.feedback;

import java.nio.file.Path;
import java.util.Map;

/** The rows of a log between two places, read from its files while others may be appended. */
final class LogRows {
    /** Is shown the rows, in order. */
    interface Visitor {
        void row(LogPosition at, LoggedRow row);
    }

    private LogRows() {}

    /**
     * Shows all rows from one place to another; files that were moved away are passed over.
     *
     * @throws dev.obverse.core.InvalidInputException if a file cannot be read or is damaged
     */
    static void visit(Path folder, LogPosition from, LogPosition to, Visitor visitor) {
        for (Map.Entry<Long, Path> file : LogFolder.files(folder).tailMap(from.file()).entrySet()) {
            long number = file.getKey();
            if (number > to.file()) {
                return;
            }
            long start = number == from.file() ? from.offset() : 0;
            long limit = number == to.file() ? to.offset() : Long.MAX_VALUE;
            try (RowReader reader = RowReader.open(file.getValue(), start, limit)) {
                for (LoggedRow row = reader.next(); row != null; row = reader.next()) {
                    visitor.row(new LogPosition(number, row.start()), row);
                }
            }
        }
    }

    /** Returns how many rows there are from one place to another. */
    static long count(Path folder, LogPosition from, LogPosition to) {
        long[] rows = new long[1];
        visit(folder, from, to, (at, row) -> rows[0]++);
        return rows[0];
    }
}
