package dev.obverse.serve.feedback;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How a row is written: RFC 4180, with quotes around what needs them, and a line feed at the end. */
final class RowText {
    /** The first line of every file, without its line feed. */
    static final String HEADER = "time,user,item,feedback,key,left";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private RowText() {}

    /** Adds all rows of a call. */
    static void add(StringBuilder text, Call call, Instant time) {
        String when = TIME.format(time);
        int left = call.rows().size();
        for (Feedback row : call.rows()) {
            add(text, when, row, call.key() == null ? "" : call.key(), --left);
        }
    }

    /** Adds one row. */
    static void add(StringBuilder text, Instant time, Feedback row) {
        add(text, TIME.format(time), row, "", 0);
    }

    private static void add(StringBuilder text, String time, Feedback row, String key, int left) {
        text.append(time).append(',');
        quote(text, row.user()).append(',');
        quote(text, row.item()).append(',').append(row.kind().word()).append(',');
        quote(text, key).append(',').append(left).append('\n');
    }

    private static StringBuilder quote(StringBuilder text, String field) {
        boolean plain = field.chars().allMatch(c -> c != '"' && c != ',' && c != '\n' && c != '\r');
        return plain ? text.append(field) : text.append('"').append(field.replace("\"", "\"\"")).append('"');
    }
}
