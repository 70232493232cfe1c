package dev.obverse.core.metric;

/**
 * A confidence interval. Both ends are NaN where no resample defines the metric.
 *
 * @param low the lower end
 * @param high the upper end, not below {@code low}
 */
public record Interval(double low, double high) {
    /** Whether the value lies between the ends, or on one of them. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
