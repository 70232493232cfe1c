package dev.obverse.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows as a Markdown table, padded so that a terminal shows it as one too. */
final class Table {
    private static final List<String> HEAD = List.of("what", "ours", "rival", "ratio", "rounds", "floor", "aim", "verdict");

    private Table() {}

    static String of(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEAD);
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
            append(lines.get(line), widths, text);
            if (line == 0) {
                rule(widths, text);
            }
        }
        return text.toString();
    }

    private static List<String> cells(Row row) {
        boolean measured = !Double.isNaN(row.ratio());
        return List.of(
                row.what(), row.ours(), row.rival(), measured ? number(row.ratio()) : "",
                measured && row.least() != row.most() ? number(row.least()) + " to " + number(row.most()) : "",
                row.goal().floorText(), row.goal().aimText(), row.verdict().words());
    }

    private static String number(double ratio) {
        return String.format(Locale.ROOT, ratio < 100 ? "%.2f" : "%.0f", ratio);
    }

    private static void append(List<String> cells, int[] widths, StringBuilder text) {
        for (int column = 0; column < widths.length; column++) {
            text.append("| ").append(cells.get(column)).repeat(" ", widths[column] - cells.get(column).length() + 1);
        }
        text.append("|\n");
    }

    private static void rule(int[] widths, StringBuilder text) {
        for (int width : widths) {
            text.append('|').repeat("-", width + 2);
        }
        text.append("|\n");
    }
}
