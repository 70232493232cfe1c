package dev.obverse.lab.run;

import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.lab.result.EpochResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the core measures into values of the results, in which what is undefined is null. */
final class Values {
    private Values() {}

    static @Nullable Double defined(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }

    /** By public name, in the order of {@link Metric}; empty for no metrics. */
    static Map<String, @Nullable Double> of(@Nullable Metrics metrics) {
        Map<String, @Nullable Double> values = new LinkedHashMap<>();
        if (metrics != null) {
            for (Metric metric : Metric.values()) {
                values.put(metric.publicName(), defined(metrics.get(metric)));
            }
        }
        return values;
    }

    static EpochResult of(EpochRecord epoch) {
        Map<String, @Nullable Double> losses = new LinkedHashMap<>();
        epoch.losses().forEach((name, loss) -> losses.put(name, defined(loss)));
        Map<String, Long> choices = new LinkedHashMap<>();
        epoch.choices().forEach((choice, count) -> choices.put(choice.name().toLowerCase(Locale.ROOT), count));
        return new EpochResult(epoch.epoch(), losses, of(epoch.valid()), choices, defined(epoch.meanPositiveWeight()),
                Arrays.stream(epoch.positiveWeightDeciles()).boxed().toList(), epoch.best());
    }
}
