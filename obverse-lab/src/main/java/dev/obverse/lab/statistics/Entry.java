package dev.obverse.lab.statistics;

import dev.obverse.core.metric.Metric;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.result.Estimate;
import dev.obverse.lab.result.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A method on a board: its cells, one per seed, all with the settings that validation chose.
 *
 * @param method its name
 * @param cells its cells that did not fail
 */
record Entry(String method, List<ScoredCell> cells) {
    Role role() {
        return Role.of(cells.get(0).result().settings());
    }

    /** Estimates over the seeds of every metric that one of them defines. */
    Map<String, Estimate> estimates(Function<CellResult, Map<String, @Nullable Double>> metrics) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            double[] values = cells.stream()
                    .map(cell -> metrics.apply(cell.result()).get(metric.publicName()))
                    .filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray();
            Estimate estimate = Seeds.estimate(values);
            if (estimate != null) {
                estimates.put(metric.publicName(), estimate);
            }
        }
        return estimates;
    }

    /** The mean over seeds on the judged rows, or NaN where it is undefined. */
    double judgedMean(Metric metric) {
        return cells.stream().map(cell -> cell.result().judged().get(metric.publicName()))
                .filter(Objects::nonNull).mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** The logits of a run, or null if there is none. */
    double @Nullable [] logits(Run run) {
        return cells.stream().filter(cell -> Run.of(cell).equals(run)).findFirst().map(ScoredCell::wide).orElse(null);
    }

    /**
     * What two methods are paired by.
     *
     * @param slice the data
     * @param seed the seed of training
     */
    record Run(String slice, long seed) {
        static Run of(ScoredCell cell) {
            return new Run(cell.result().slice(), cell.result().seed());
        }
    }
}
