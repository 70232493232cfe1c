package dev.obverse.lab.statistics;

import dev.obverse.lab.result.Estimate;
import dev.obverse.lab.result.Range;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/** Mean over seeds with Student's t interval: {@code mean +- t(0.975, n - 1) * s / sqrt(n)}. */
final class Seeds {
    private static final double CONFIDENCE = 0.95;

    private Seeds() {}

    /** Returns the estimate from one value per seed, or null if there is none. */
    static @Nullable Estimate estimate(double[] values) {
        int n = values.length;
        if (n == 0) {
            return null;
        }
        double mean = Arrays.stream(values).sum() / n;
        if (n == 1) {
            return new Estimate(mean, null, null, 1);
        }
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        double deviation = Math.sqrt(squares / (n - 1));
        double half = TDistribution.of(n - 1).inverseSurvivalProbability((1 - CONFIDENCE) / 2) * deviation / Math.sqrt(n);
        return new Estimate(mean, new Range(mean - half, mean + half), deviation, n);
    }
}
