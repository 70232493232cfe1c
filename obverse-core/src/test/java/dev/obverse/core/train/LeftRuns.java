package dev.obverse.core.train;

import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A state in which every number is another one, for the tests of files. */
public final class LeftRuns {
    private LeftRuns() {}

    /** Returns the state. */
    public static TrainingState state() {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            values.put(metric, metric == Metric.MRR ? Double.NaN : 1 / (3.0 + metric.ordinal()));
        }
        EpochStatistics statistics = new EpochStatistics();
        statistics.loss("bce", 0.1);
        statistics.loss("bce", 0.7);
        statistics.loss("ig", 1.0 / 3);
        statistics.choice(Choice.INVERSE);
        statistics.positiveWeight(0.123);
        statistics.positiveWeight(1);
        EpochRecord epoch = new EpochRecord(
                1, statistics.meanLosses(), new Metrics(values, 9, 4, 3, 2), statistics.choices(), Double.NaN, new double[] {0.1, 0.2}, true,
                1.5e-9);
        return new TrainingState(2, 17, 1_000_000_000_017L, statistics.counts(), List.of(epoch), 1, 0.1 + 0.2, List.of());
    }
}
