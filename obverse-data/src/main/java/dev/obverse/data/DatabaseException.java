package dev.obverse.data;

import java.sql.SQLException;

/** A statement failed in DuckDB. Whoever knows the file or the predicate behind it turns it into a sentence. */
final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** Returns what DuckDB says of the fault, without its kind, its hints and the quoted statement. */
    String firstLine() {
        String message = String.valueOf(getMessage()).strip();
        String line = message.lines().findFirst().orElse("").replaceFirst("^[A-Z][A-Za-z ]* Error: ", "");
        return line.replaceFirst("[.!]?\\s*$", "");
    }
}
