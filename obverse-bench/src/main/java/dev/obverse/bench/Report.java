package dev.obverse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run of the bench found.
 *
 * @param hardware where
 * @param torch what PyTorch said of itself, or why it is missing
 * @param busy share of the processors, 0 to 1, that others used before a section began, the largest of all sections
 * @param roundTrip how far apart the cores were
 * @param rounds how many turns counted
 * @param rows the lines of the table
 */
record Report(Hardware hardware, String torch, double busy, RoundTrip roundTrip, int rounds, List<Row> rows) {
    private static final double QUIET = 0.1;

    /** As it is shown, and written to {@code results.md}. */
    String text() {
        return hardware.words() + "\n" + torch + "\n" + roundTrip.words() + warning() + "medians of " + rounds + " interleaved rounds\n\n" + Table.of(rows);
    }

    /** On two cores that are shared, threads that wait for each other by spinning lose far more than their share. */
    private String warning() {
        return busy <= QUIET ? "" : String.format(
                Locale.ROOT, "the machine was busy, others had %.0f %% of it: these ratios, those of two threads above all, mean little\n",
                100 * busy);
    }

    /** Writes {@code results.md} and {@code results.json}. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.md"), text());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hardware", hardware);
        json.put("torch", torch);
        json.put("busy", busy);
        json.put("roundTripNanos", roundTrip.nanos());
        json.put("rounds", rounds);
        json.put("rows", rows.stream().map(Report::json).toList());
        Files.writeString(
                directory.resolve("results.json"), new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }

    /** JSON has no NaN: what was not measured, or is not asked, is left out. */
    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", row.what());
        json.put("ours", row.ours());
        json.put("rival", row.rival());
        for (Named number : numbers(row)) {
            if (!Double.isNaN(number.value())) {
                json.put(number.name(), number.value());
            }
        }
        json.put("direction", row.goal().atLeast() ? "at least" : "at most");
        json.put("verdict", row.verdict().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private record Named(String name, double value) {}

    private static List<Named> numbers(Row row) {
        return new ArrayList<>(List.of(
                new Named("ratio", row.ratio()), new Named("least", row.least()), new Named("most", row.most()),
                new Named("floor", row.goal().floor()), new Named("aim", row.goal().aim())));
    }
}
