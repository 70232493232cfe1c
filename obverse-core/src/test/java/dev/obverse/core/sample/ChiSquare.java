package dev.obverse.core.sample;

import java.util.Arrays;

/** Pearson's test of a uniform distribution. */
final class ChiSquare {
    private ChiSquare() {}

    /** The statistic of counts that should be about equal. */
    static double ofUniform(long[] counts) {
        double expected = Arrays.stream(counts).sum() / (double) counts.length;
        return Arrays.stream(counts).mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
    }

    /** What chance exceeds about once in 30,000: the 4-sigma quantile by Wilson and Hilferty. */
    static double limit(int degrees) {
        double spread = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - spread + 4 * Math.sqrt(spread), 3);
    }
}
