package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what DuckDB says of a file into one sentence that names the file, the line and what to do. */
final class Failures {
    private static final Pattern LINE = Pattern.compile("CSV Error on Line: (\\d+)");
    private static final Pattern WIDTH = Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
    private static final Pattern JSON = Pattern.compile("Malformed JSON in file .*, at byte \\d+ in line (\\d+): ([^.\\n]*)");

    private Failures() {}

    static InvalidInputException gzip(String file, Throwable cause) {
        return new InvalidInputException(file + " is not a whole gzip file: it is cut short or damaged; fetch it again", cause);
    }

    static InvalidInputException notUtf8(String file, String line, Throwable cause) {
        return new InvalidInputException(
                file + ", line " + line + ": the text is not UTF-8; convert the file, for example with iconv", cause);
    }

    /** Returns the sentence for a statement that failed while it read this file. */
    static InvalidInputException reading(InputFile file, DatabaseException failure) {
        String message = String.valueOf(failure.getMessage());
        InvalidInputException resources = resources(failure);
        if (resources != null) {
            return resources;
        }
        if (message.contains("GZIP") || message.contains("gzip")) {
            return gzip(file.name(), failure);
        }
        return switch (file.format()) {
            case PARQUET -> new InvalidInputException(file.name() + " is not a whole Parquet file (" + failure.firstLine()
                    + "); write or fetch it again", failure);
            case JSON_LINES -> json(file, message, failure);
            case DELIMITED -> delimited(file, message, failure);
        };
    }

    /** Returns the sentence for a lack of memory or disk, or null if the failure is another. */
    static @Nullable InvalidInputException resources(DatabaseException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("No space left") || message.contains("max_temp_directory_size")) {
            return new InvalidInputException("there is no disk space left for temporary files (" + failure.firstLine() + ")", failure);
        }
        if (message.startsWith("Out of Memory Error")) {
            return new InvalidInputException("DuckDB needs more memory than it was given (" + failure.firstLine()
                    + "); raise its memory limit", failure);
        }
        return null;
    }

    private static InvalidInputException json(InputFile file, String message, DatabaseException failure) {
        Matcher match = JSON.matcher(message);
        // DuckDB counts the line that follows.
        String where = match.find() ? ", line " + (Long.parseLong(match.group(1)) - 1) + ": " + match.group(2).strip() : ": " + failure.firstLine();
        return new InvalidInputException(file.name() + where + "; JSON lines hold one object on every line", failure);
    }

    private static InvalidInputException delimited(InputFile file, String message, DatabaseException failure) {
        Matcher at = LINE.matcher(message);
        String line = at.find() ? at.group(1) : "";
        String where = file.name() + (line.isEmpty() ? "" : ", line " + line);
        Matcher width = WIDTH.matcher(message);
        if (message.contains("not utf-8")) {
            return notUtf8(file.name(), line, failure);
        }
        if (width.find()) {
            return new InvalidInputException(where + ": " + width.group(2) + " columns where " + width.group(1)
                    + " are expected; correct the row, or give the right --delimiter", failure);
        }
        if (message.contains("unterminated quote")) {
            return new InvalidInputException(where + ": a quote is opened and not closed; close it, or double quotes inside a field",
                    failure);
        }
        if (message.contains("Maximum line size")) {
            return new InvalidInputException(where + ": the row is longer than " + (DelimitedScan.LONGEST_ROW >> 20) + " MiB", failure);
        }
        if (message.contains("state machine")) {
            return new InvalidInputException(where + ": text stands behind a closing quote; quote the whole field and double the quotes inside"
                    + (line.isEmpty() ? ", or make all lines end alike, in LF or in CRLF" : ""), failure);
        }
        return new InvalidInputException(where + " cannot be read: " + failure.firstLine(), failure);
    }
}
