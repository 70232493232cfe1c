package dev.obverse.cli;

import dev.obverse.core.metric.Metric;
import dev.obverse.lab.result.Board;
import dev.obverse.lab.result.Comparison;
import dev.obverse.lab.result.Estimate;
import dev.obverse.lab.result.Standing;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.statistics.Boards;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The leaderboards of a study as text: each method's mean over seeds, the floors, and who beats whom in the metric that decides. */
final class Leaderboard {
    private Leaderboard() {}

    static void print(PrintWriter out, StudyResults results) {
        List<Metric> metrics = Stream.concat(Boards.COMPARED.stream(), Stream.of(Metric.named(results.select()))).distinct().toList();
        for (Board board : results.boards()) {
            out.printf(Locale.ROOT, "%n%s, %s of the labels, %s, judged on %s%n", board.data(), percent(board.labelFraction()),
                    board.backbone(), board.judgedOn());
            out.printf(Locale.ROOT, "%-28s%s  %s%n", "",
                    metrics.stream().map(metric -> String.format(Locale.ROOT, "%9s", Terminal.shortName(metric))).collect(Collectors.joining()),
                    "verdict on " + results.select());
            board.standings().forEach(standing -> print(out, standing, metrics, results.select()));
            board.floors().forEach((floor, values) -> out.println(row("floor " + floor, metrics, values, "")));
        }
        results.cells().stream().filter(cell -> cell.failure() != null).forEach(cell -> out.printf(Locale.ROOT, "%n%s on %s, %s, seed %d, has no result: %s%n",
                cell.method(), cell.slice(), cell.backbone(), cell.seed(), cell.failure()));
    }

    private static void print(PrintWriter out, Standing standing, List<Metric> metrics, String select) {
        Map<String, @Nullable Double> means = new LinkedHashMap<>();
        standing.judged().forEach((name, estimate) -> means.put(name, mean(estimate)));
        String verdicts = standing.comparisons().stream()
                .filter(comparison -> comparison.metric().equals(select))
                .map(Leaderboard::verdict)
                // The best control may be the best baseline too.
                .distinct()
                .collect(Collectors.joining(", "));
        out.println(row(standing.method(), metrics, means, verdicts));
    }

    private static @Nullable Double mean(Estimate estimate) {
        return estimate.mean();
    }

    private static String verdict(Comparison comparison) {
        return comparison.verdict() + " " + comparison.rival()
                + (comparison.difference() == null ? "" : String.format(Locale.ROOT, " (%+.4f)", comparison.difference()));
    }

    private static String row(String name, List<Metric> metrics, Map<String, @Nullable Double> values, String end) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-28s", name));
        for (Metric metric : metrics) {
            Double value = values.get(metric.publicName());
            line.append(String.format(Locale.ROOT, "%9s", value == null ? "-" : Terminal.number(value)));
        }
        return line.append("  ").append(end).toString().stripTrailing();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g %%", 100 * share);
    }
}
