package dev.obverse.core.metric;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Workers;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
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
        Metric[] asked = ordered(metrics);
        return intervals(asked, resample(asked.length, evaluation.users(), (weights, into) -> evaluation.values(asked, weights, into), workers));
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
        int[] once = new int[one.users()];
        Arrays.fill(once, 1);
        Metric[] asked = ordered(metrics);
        double[][] drawn = resample(asked.length, one.users(), (weights, into) -> {
            for (int m = 0; m < asked.length; m++) {
                into[m] = one.value(asked[m], weights) - other.value(asked[m], weights);
            }
        }, workers);
        Map<Metric, Difference> differences = new EnumMap<>(Metric.class);
        for (int m = 0; m < asked.length; m++) {
            double plain = one.value(asked[m], once) - other.value(asked[m], once);
            differences.put(asked[m], new Difference(asked[m], plain, interval(drawn[m]), pValue(drawn[m])));
        }
        return Collections.unmodifiableMap(differences);
    }

    /**
     * A model beside another, from one pass over the resamples.
     *
     * @param metrics every metric of the model
     * @param intervals what {@link #intervals} gives
     * @param difference what {@link #differences} gives
     */
    public record Comparison(Metrics metrics, Map<Metric, Interval> intervals, Difference difference) {}

    /**
     * The metrics of the first model, the intervals of those asked for, and how far it is ahead of the second in one metric: the very numbers of
     * {@link #intervals} and {@link #differences}, which would draw and walk down the first model's rows once each.
     */
    public Comparison compare(
            int[] users, boolean[] positive, double[] logits, double[] otherLogits, Set<Metric> metrics, Metric decisive, Workers workers) {
        Evaluation one = new Evaluation(users, positive, logits, workers);
        Evaluation other = new Evaluation(users, positive, otherLogits, workers);
        Set<Metric> all = EnumSet.of(decisive);
        all.addAll(metrics);
        Metric[] asked = ordered(all);
        int decides = Arrays.asList(asked).indexOf(decisive);
        double[][] drawn = resample(asked.length + 1, one.users(), (weights, into) -> {
            one.values(asked, weights, into);
            into[asked.length] = into[decides] - other.value(decisive, weights);
        }, workers);
        Map<Metric, Interval> intervals = new EnumMap<>(intervals(asked, drawn));
        intervals.keySet().retainAll(metrics);
        int[] once = new int[one.users()];
        Arrays.fill(once, 1);
        double[] ahead = drawn[asked.length];
        return new Comparison(one.metrics(), Collections.unmodifiableMap(intervals), new Difference(
                decisive, one.value(decisive, once) - other.value(decisive, once), interval(ahead), pValue(ahead)));
    }

    private static Metric[] ordered(Set<Metric> metrics) {
        return metrics.stream().sorted().toArray(Metric[]::new);
    }

    private Map<Metric, Interval> intervals(Metric[] metrics, double[][] drawn) {
        Map<Metric, Interval> intervals = new EnumMap<>(Metric.class);
        for (int m = 0; m < metrics.length; m++) {
            intervals.put(metrics[m], interval(drawn[m]));
        }
        return Collections.unmodifiableMap(intervals);
    }

    /** Numbers that depend on how often each user counts. */
    private interface Statistics {
        void fill(int[] weights, double[] into);
    }

    /** The defined values of each number over the resamples, ascending. */
    private double[][] resample(int numbers, int users, Statistics statistics, Workers workers) {
        double[][] values = new double[resamples][numbers];
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
                    statistics.fill(weights[r], values[first + r]);
                }
            });
        }
        double[][] sorted = new double[numbers][];
        Arrays.setAll(sorted, number -> Arrays.stream(values)
                .mapToDouble(drawn -> drawn[number]).filter(value -> !Double.isNaN(value)).sorted().toArray());
        return sorted;
    }

    /** Draws as many of some things as there are, with replacement: how often each was drawn. */
    static void draw(SplittableRandom random, int[] weights) {
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
