package dev.obverse.lab.statistics;

import dev.obverse.core.metric.Bootstrap;
import dev.obverse.core.metric.Difference;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.PairedBootstrap;
import dev.obverse.core.metric.PairedBootstrap.PairedRun;
import dev.obverse.lab.result.Comparison;
import dev.obverse.lab.result.Range;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares every method of a board with the best of a kind of rival, metric by metric, and corrects for their number. */
final class Comparisons {
    /** What is compared; the other metrics are variants of these. */
    private static final Set<Metric> METRICS =
            EnumSet.of(Metric.AUC, Metric.GAUC, Metric.NDCG_10, Metric.MRR, Metric.LOGLOSS, Metric.ECE);
    private static final double SIGNIFICANT = 0.05;

    private final Map<String, JudgedRows> rows;

    Comparisons(Map<String, JudgedRows> rows) {
        this.rows = rows;
    }

    /**
     * Compares.
     *
     * @param against what the rivals are called
     * @param entries the methods of the board
     * @param rivals the rivals; a method is not compared with itself
     * @return the comparisons of each method by its name
     */
    Map<String, List<Comparison>> of(String against, List<Entry> entries, List<Rival> rivals) {
        List<Map<Metric, Comparison>> all =
                entries.parallelStream().map(entry -> compare(against, entry, rivals)).toList();
        for (Metric metric : METRICS) {
            correct(all, metric);
        }
        Map<String, List<Comparison>> byMethod = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            byMethod.put(entries.get(i).method(), List.copyOf(all.get(i).values()));
        }
        return byMethod;
    }

    private Map<Metric, Comparison> compare(String against, Entry entry, List<Rival> rivals) {
        Map<Rival, Set<Metric>> metricsByRival = new LinkedHashMap<>();
        for (Metric metric : METRICS) {
            Rival best = Rival.best(rivals, metric);
            if (best != null && !best.name().equals(entry.method())) {
                metricsByRival.computeIfAbsent(best, rival -> EnumSet.noneOf(Metric.class)).add(metric);
            }
        }
        Map<Metric, Comparison> comparisons = new EnumMap<>(Metric.class);
        metricsByRival.forEach((rival, metrics) -> {
            List<PairedRun> pairs = rival.pairs(entry, rows);
            if (!pairs.isEmpty()) {
                new PairedBootstrap(Bootstrap.seeded(1), pairs).differences(metrics).forEach((metric, difference) ->
                        comparisons.put(metric, uncorrected(against, rival, difference)));
            }
        });
        return comparisons;
    }

    private static Comparison uncorrected(String against, Rival rival, Difference difference) {
        boolean interval = Double.isFinite(difference.interval().low());
        return new Comparison(difference.metric().publicName(), against, rival.name(), defined(difference.value()),
                interval ? new Range(difference.interval().low(), difference.interval().high()) : null,
                defined(difference.pValue()), null, difference.verdict().name().toLowerCase(Locale.ROOT));
    }

    private static @Nullable Double defined(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }

    private static void correct(List<Map<Metric, Comparison>> all, Metric metric) {
        List<Map<Metric, Comparison>> tested = new ArrayList<>();
        for (Map<Metric, Comparison> comparisons : all) {
            Comparison comparison = comparisons.get(metric);
            if (comparison != null && comparison.p() != null) {
                tested.add(comparisons);
            }
        }
        double[] p = tested.stream().mapToDouble(comparisons -> p(comparisons.get(metric))).toArray();
        double[] holm = Holm.correct(p);
        for (int i = 0; i < holm.length; i++) {
            double corrected = holm[i];
            tested.get(i).computeIfPresent(metric, (same, c) -> new Comparison(c.metric(), c.against(), c.rival(), c.difference(),
                    c.interval(), c.p(), corrected, corrected <= SIGNIFICANT ? c.verdict() : "ties"));
        }
    }

    private static double p(@Nullable Comparison comparison) {
        return comparison == null || comparison.p() == null ? 1 : comparison.p();
    }
}
