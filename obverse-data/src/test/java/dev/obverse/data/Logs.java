package dev.obverse.data;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Small logs for tests, and short ways to read them. */
final class Logs {
    static final LabelRule RATING = new LabelRule("rating > 2", "rating <= 2");

    private Logs() {}

    static Path write(Path folder, String name, String text) {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path folder, String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path gzip(Path folder, String name, String text) {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs SQL in a DuckDB of the test's own, to write what the code under test reads. */
    static void sql(String statement) {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:"); var run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static LogRequest allTraining(Path file, LabelRule rule) {
        return LogRequest.of(LogSource.of(file.toString()), rule).withSplit(new Split.Files());
    }

    static LabelledLog read(LogRequest request) {
        return new LogReader().read(request);
    }

    /** Returns the rows as "user item label", with external ids. */
    static List<String> rows(LabelledLog log, Interactions part) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < part.size(); row++) {
            String user = part.user(row) < 0 ? "?" + part.user(row) : log.users().id(part.user(row));
            String item = part.item(row) < 0 ? "?" + part.item(row) : log.items().id(part.item(row));
            rows.add(user + " " + item + " " + "-+0".charAt(part.label(row)));
        }
        return rows;
    }

    /** Returns the sentence with which something is refused. */
    static String refusal(ThrowingCallable call) {
        InvalidInputException refusal = catchThrowableOfType(InvalidInputException.class, call);
        return refusal == null ? "(it was not refused)" : refusal.getMessage();
    }

    static String refusal(Path file, LabelRule rule) {
        return refusal(() -> read(allTraining(file, rule)));
    }
}
