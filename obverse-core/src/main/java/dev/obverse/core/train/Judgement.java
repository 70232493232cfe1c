package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.metric.Bootstrap;
import dev.obverse.core.metric.Difference;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Interval;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How good the logits of a model are on labelled rows, beside what needs no model.
 *
 * @param metrics every metric of the model
 * @param intervals 95 % intervals by resampling users, of the metrics that were asked for
 * @param floors every metric of each floor
 * @param strongest the floor with the best value of the metric that decides
 * @param against the model less the strongest floor in the metric that decides, with its interval
 */
public record Judgement(
        Metrics metrics, Map<Metric, Interval> intervals, Map<Floor, Metrics> floors, Floor strongest, Difference against) {

    /**
     * Judges logits.
     *
     * @param rows the labelled rows
     * @param logits one for each row
     * @param rates rates of the training labels, from which the floors are made
     * @param decisive the metric that decides
     * @param wanted metrics that get an interval
     * @param seed seed of the resampling and of the random floor
     * @param workers threads, whose number changes nothing but the time
     */
    public static Judgement of(
            Interactions rows, double[] logits, ShrunkRates rates, Metric decisive, Set<Metric> wanted, long seed, Workers workers) {
        Map<Floor, Metrics> floors = new EnumMap<>(Floor.class);
        Floor strongest = Floor.RANDOM;
        double best = Double.NaN;
        for (Floor floor : Floor.values()) {
            Metrics metrics = evaluate(rows, floor.logits(rates, rows, seed), workers);
            floors.put(floor, metrics);
            if (decisive.isBetter(metrics.get(decisive), best)) {
                strongest = floor;
                best = metrics.get(decisive);
            }
        }
        Bootstrap.Comparison model = Bootstrap.seeded(seed).compare(
                rows.users(), rows.positives(), logits, strongest.logits(rates, rows, seed), wanted, decisive, workers);
        return new Judgement(model.metrics(), model.intervals(), floors, strongest, model.difference());
    }

    private static Metrics evaluate(Interactions rows, double[] logits, Workers workers) {
        return Evaluation.of(rows.users(), rows.positives(), logits, workers);
    }

    /** Returns how far the first logits are ahead of the second in one metric, on the same rows and the same resamples of users. */
    public static Difference difference(
            Bootstrap bootstrap, Interactions rows, double[] first, double[] second, Metric metric, Workers workers) {
        return bootstrap.differences(rows.users(), rows.positives(), first, second, Set.of(metric), workers).values().iterator().next();
    }
}
