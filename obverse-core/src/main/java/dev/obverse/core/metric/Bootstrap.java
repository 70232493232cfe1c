package dev.obverse.core.metric;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Workers;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Percentile bootstrap over users (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 *
 * <p>Rows of one user are not independent, so whole users are drawn, with replacement, as many as there are. A resample is a
 * count per user: nothing is sorted again, and it costs O(rows) if it asks for AUC or average precision, O(users) otherwise.
 * Same seed and rows, same intervals. Resamples that do not define a metric (all of one label) are left out of its interval.
 *
 * @param resamples how many resamples, at least 1
 * @param confidence the share that an interval covers, between 0 and 1, both excluded
 * @param seed of the draws
 */
public record Bootstrap(int resamples, double confidence, long seed) {
    /** Most resamples that are held at a time: each is a count per user. */
    private static final int AT_ONCE = 16;

    /**
     * Checks the settings.
     *
     * @throws InvalidInputException if a setting is out of its range
     */
    public Bootstrap {
        if (resamples < 1) {
            throw new InvalidInputException("The bootstrap needs at least 1 resample, not " + resamples + ".");
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new InvalidInputException("The confidence must lie between 0 and 1, not " + confidence + ".");
        }
    }

    /** 1,000 resamples, 95 % intervals. */
    public static Bootstrap seeded(long seed) {
        return new Bootstrap(1_000, 0.95, seed);
    }

    /**
     * The confidence interval of each metric asked for, in the order of {@link Metric}; arguments and errors as for
     * {@link Evaluation#of}.
     */
    public Map<Metric, Interval> intervals(
            int[] users, boolean[] positive, double[] logits, Set<Metric> metrics) {
        return intervals(users, positive, logits, metrics, Workers.none());
    }

    /** As {@link #intervals(int[], boolean[], double[], Set)}, on some threads: their number changes no bit. */
    public Map<Metric, Interval> intervals(
            int[] users, boolean[] positive, double[] logits, Set<Metric> metrics, Workers workers) {
        Evaluation evaluation = new Evaluation(users, positive, logits, workers);
        Map<Metric, Interval> intervals = new EnumMap<>(Metric.class);
        resample(metrics, evaluation.users(), evaluation::value, workers).forEach((metric, sorted) ->
                intervals.put(metric, interval(sorted)));
        return Collections.unmodifiableMap(intervals);
    }

    /**
     * How far the first model is ahead of the second in each metric asked for, both judged on the same resamples of the same
     * rows, in the order of {@link Metric}; arguments and errors as for {@link Evaluation#of}.
     */
    public Map<Metric, Difference> differences(
            int[] users, boolean[] positive, double[] logits, double[] otherLogits, Set<Metric> metrics) {
        return differences(users, positive, logits, otherLogits, metrics, Workers.none());
    }

    /** As {@link #differences(int[], boolean[], double[], double[], Set)}, on some threads: their number changes no bit. */
    public Map<Metric, Difference> differences(
            int[] users, boolean[] positive, double[] logits, double[] otherLogits, Set<Metric> metrics, Workers workers) {
        Evaluation one = new Evaluation(users, positive, logits, workers);
        Evaluation other = new Evaluation(users, positive, otherLogits, workers);
        Statistic difference = (metric, weights) -> one.value(metric, weights) - other.value(metric, weights);
        int[] once = new int[one.users()];
        Arrays.fill(once, 1);
        Map<Metric, Difference> differences = new EnumMap<>(Metric.class);
        resample(metrics, one.users(), difference, workers).forEach((metric, sorted) -> differences.put(
                metric, new Difference(metric, difference.value(metric, once), interval(sorted), pValue(sorted))));
        return Collections.unmodifiableMap(differences);
    }

    /** A number that depends on how often each user counts. */
    private interface Statistic {
        double value(Metric metric, int[] weights);
    }

    /** The defined values of each metric over the resamples, ascending. */
    private Map<Metric, double[]> resample(Set<Metric> metrics, int users, Statistic statistic, Workers workers) {
        Map<Metric, double[]> values = new EnumMap<>(Metric.class);
        metrics.forEach(metric -> values.put(metric, new double[resamples]));
        SplittableRandom random = new SplittableRandom(seed);
        // One stream gives all draws, so they are made in turn; what they are for is then worked out side by side.
        int[][] weights = new int[Math.min(workers.threads(), AT_ONCE)][users];
        for (int resample = 0; resample < resamples; resample += weights.length) {
            int first = resample;
            int count = Math.min(weights.length, resamples - first);
            for (int r = 0; r < count; r++) {
                draw(random, weights[r]);
            }
            workers.run(count, 1, (from, to) -> {
                for (int r = from; r < to; r++) {
                    for (Map.Entry<Metric, double[]> entry : values.entrySet()) {
                        entry.getValue()[first + r] = statistic.value(entry.getKey(), weights[r]);
                    }
                }
            });
        }
        values.replaceAll((metric, drawn) ->
                Arrays.stream(drawn).filter(value -> !Double.isNaN(value)).sorted().toArray());
        return values;
    }

    private static void draw(SplittableRandom random, int[] weights) {
        Arrays.fill(weights, 0);
        for (int draw = 0; draw < weights.length; draw++) {
            weights[random.nextInt(weights.length)]++;
        }
    }

    Interval interval(double[] sorted) {
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    /** Linear between order statistics (Hyndman and Fan 1996, type 7). */
    private static double quantile(double[] sorted, double probability) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = probability * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Twice the smaller tail, the sample itself counted in (Davison and Hinkley 1997, section 4.4) so that it is never 0. */
    static double pValue(double[] sorted) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        long notAbove = Arrays.stream(sorted).filter(value -> value <= 0).count();
        long notBelow = Arrays.stream(sorted).filter(value -> value >= 0).count();
        return Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (sorted.length + 1));
    }
}
