package dev.obverse.lab.statistics;

import dev.obverse.core.metric.Difference;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.PairedBootstrap;
import dev.obverse.lab.result.Comparison;
import dev.obverse.lab.result.Range;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares every method of a board with the best of a kind of rival, metric by metric, and corrects for their number. */
final class Comparisons {
    private static final double SIGNIFICANT = 0.05;

    private final PairedBootstrap bootstrap;
    private final Set<Metric> metrics;

    Comparisons(PairedBootstrap bootstrap, Set<Metric> metrics) {
        this.bootstrap = bootstrap;
        this.metrics = metrics;
    }

    /**
     * Compares.
     *
     * @param against what the rivals are called
     * @param contenders the methods of the board
     * @param rivals the rivals; a method is not compared with itself
     * @return the comparisons of each method, in the order of the methods
     */
    List<List<Comparison>> of(String against, List<Contender> contenders, List<Contender> rivals) {
        List<Map<Metric, Comparison>> all = contenders.stream().map(contender -> compare(against, contender, rivals)).toList();
        for (Metric metric : metrics) {
            correct(all, metric);
        }
        return all.stream().map(comparisons -> List.copyOf(comparisons.values())).toList();
    }

    private Map<Metric, Comparison> compare(String against, Contender contender, List<Contender> rivals) {
        Map<Metric, Comparison> comparisons = new EnumMap<>(Metric.class);
        for (Metric metric : metrics) {
            Contender best = Contender.best(rivals, metric);
            if (best != null && !best.name().equals(contender.name())) {
                bootstrap.differences(contender.resamples(), best.resamples(), EnumSet.of(metric))
                        .forEach((same, difference) -> comparisons.put(same, uncorrected(against, best, difference)));
            }
        }
        return comparisons;
    }

    private static Comparison uncorrected(String against, Contender rival, Difference difference) {
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
