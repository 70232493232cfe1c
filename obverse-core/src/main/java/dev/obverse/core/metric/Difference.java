package dev.obverse.core.metric;

/**
 * How far one model is ahead of another in one metric, on the same rows.
 *
 * @param metric the metric
 * @param value the first model's value minus the second's; NaN if either is undefined
 * @param interval the confidence interval of that difference
 * @param pValue two-sided: how often resampling would give a difference on the other side of zero, doubled; at least
 *     {@code 2 / (resamples + 1)}, at most 1, NaN where no resample defines the difference
 */
public record Difference(Metric metric, double value, Interval interval, double pValue) {
    /** What the interval says of the first model against the second. */
    public enum Verdict {
        /** The whole interval is on the better side of zero. */
        BEATS,
        /** The interval holds zero, or there is none. */
        TIES,
        /** The whole interval is on the worse side of zero. */
        LOSES
    }

    /** The verdict at the confidence of the interval, whichever way the metric points. */
    public Verdict verdict() {
        if (interval.low() > 0) {
            return metric.higherIsBetter() ? Verdict.BEATS : Verdict.LOSES;
        }
        if (interval.high() < 0) {
            return metric.higherIsBetter() ? Verdict.LOSES : Verdict.BEATS;
        }
        return Verdict.TIES;
    }
}
