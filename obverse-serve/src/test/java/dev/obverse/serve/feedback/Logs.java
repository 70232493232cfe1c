package dev.obverse.serve.feedback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Feedback for tests, and what lies in a log's folder. */
final class Logs {
    static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    static final LogSettings SETTINGS = LogSettings.DEFAULT.withClock(NOON);

    private Logs() {}

    static Feedback liked(String user, String item) {
        return new Feedback(user, item, Feedback.Kind.POSITIVE);
    }

    static Feedback disliked(String user, String item) {
        return new Feedback(user, item, Feedback.Kind.NEGATIVE);
    }

    static Feedback viewed(String user, String item) {
        return new Feedback(user, item, Feedback.Kind.VIEW);
    }

    /** Ids with all that CSV and UTF-8 can trip over. */
    static Feedback hostile(SplittableRandom random) {
        Feedback.Kind[] kinds = Feedback.Kind.values();
        return new Feedback(hostileId(random), hostileId(random), kinds[random.nextInt(kinds.length)]);
    }

    private static String hostileId(SplittableRandom random) {
        String[] parts = {"\"", ",", "\n", "\r\n", "é", "\ud83d\ude00", " ", "a", "7", "\"\"", "\n2026-03-01T12:00:00.000Z,u,i,view,,0\n", "'", ";", "\t", "\\"};
        StringBuilder id = new StringBuilder("x");
        for (int i = random.nextInt(5); i >= 0; i--) {
            id.append(parts[random.nextInt(parts.length)]);
        }
        return id.toString();
    }

    static List<Feedback> rows(Path folder) {
        List<Feedback> rows = new ArrayList<>();
        LogRows.visit(folder, LogPosition.START, new LogPosition(Long.MAX_VALUE, 0), (at, row) -> rows.add(row.feedback()));
        return rows;
    }

    static Path file(Path folder, int number) {
        return folder.resolve("feedback-%06d.csv".formatted(number));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
