package dev.obverse.cli;

import dev.obverse.data.Resources;
import dev.obverse.data.TableWriter;
import dev.obverse.data.TableWriter.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A small made-up log of a video feed: every viewer sees most clips once, likes what is to their taste and dislikes some of the rest. */
final class Views {
    static final int VIEWERS = 40;
    static final int CLIPS = 30;
    private static final double SEEN = 0.8;

    /** One view; viewer and clip by number. */
    record View(int viewer, int clip, long watchMs, int liked, int disliked) {}

    private Views() {}

    static List<View> rows() {
        SplittableRandom random = new SplittableRandom(7);
        List<View> rows = new ArrayList<>();
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
            for (int clip = 0; clip < CLIPS; clip++) {
                if (random.nextDouble() < SEEN) {
                    boolean taste = viewer % 2 == clip % 2;
                    boolean tells = random.nextDouble() < 0.6;
                    boolean likes = tells && random.nextDouble() < (taste ? 0.9 : 0.1);
                    rows.add(new View(viewer, clip, random.nextLong(500, 60_000), likes ? 1 : 0, tells && !likes ? 1 : 0));
                }
            }
        }
        return rows;
    }

    /** Ids with what breaks careless readers: a space, an accent, a slash. */
    static String viewer(int number) {
        return "zoé " + number;
    }

    static String clip(int number) {
        return "clip/" + number;
    }

    /** Lines of text with text ids, the header first. */
    static List<String> lines(String delimiter) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(delimiter, "viewer", "clip", "watch_ms", "liked", "disliked"));
        rows().forEach(row -> lines.add(String.join(delimiter, viewer(row.viewer), clip(row.clip), String.valueOf(row.watchMs),
                String.valueOf(row.liked), String.valueOf(row.disliked))));
        return lines;
    }

    /** Lines with ids that are numbers, and no header. */
    static List<String> numbered(String delimiter) {
        return rows().stream().map(row -> String.join(delimiter, String.valueOf(row.viewer), String.valueOf(row.clip),
                String.valueOf(row.watchMs), String.valueOf(row.liked), String.valueOf(row.disliked))).collect(Collectors.toList());
    }

    static Path csv(Path file) {
        return write(file, lines(","));
    }

    /** Returns a folder with {@code monday/log.csv} and {@code tuesday/log.csv}, half of the log in each. */
    static Path twoOfOneName(Path folder) {
        List<String> lines = lines(",");
        int half = lines.size() / 2;
        List<String> second = new ArrayList<>(lines.subList(0, 1));
        second.addAll(lines.subList(half, lines.size()));
        write(folder.resolve("monday/log.csv"), lines.subList(0, half));
        write(folder.resolve("tuesday/log.csv"), second);
        return folder;
    }

    static Path write(Path file, List<String> lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path gzip(Path file, List<String> lines) {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path parquet(Path file) {
        List<Column> columns = List.of(Column.text("viewer"), Column.text("clip"), Column.integer("watch_ms"), Column.integer("liked"),
                Column.integer("disliked"));
        try (TableWriter table = TableWriter.open(file, columns, Resources.DEFAULT)) {
            rows().forEach(row -> table.text(viewer(row.viewer)).text(clip(row.clip)).integer(row.watchMs).integer(row.liked)
                    .integer(row.disliked).end());
            table.commit();
        }
        return file;
    }

    /** Returns the words of a quick training run on a log of this form, with more words behind them. */
    static List<String> train(Path log, Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("train", "--data", log.toString(), "--out", out.toString(), "--user", "viewer",
                "--item", "clip", "--positive", "liked = 1", "--negative", "disliked = 1", "--set", "epochs=3", "--set", "batch=64",
                "--set", "dim=8"));
        words.addAll(List.of(more));
        return words;
    }
}
