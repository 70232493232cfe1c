package dev.obverse.core.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Percentile bootstrap of how far one method is ahead of another in the mean over paired runs, one pair of runs per seed.
 *
 * <p>A resample draws whole users with replacement, the same users for every run, and then as many runs as there are, with replacement:
 * so the interval covers the choice of the users that are tested and, from two runs on, the noise of training. (With R runs the latter is
 * understated by the factor (R - 1) / R, and with a single run it is not covered at all.) The runs may be judged on different rows; one
 * user is one int in all of them.
 */
public final class PairedBootstrap {
    private final Bootstrap settings;
    private final Run[] runs;
    private final int users;

    /**
     * Ranks the rows of every run.
     *
     * @param settings resamples, confidence and seed
     * @param runs the paired runs, at least one
     */
    public PairedBootstrap(Bootstrap settings, List<PairedRun> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("there is no run");
        }
        long[] all = runs.stream().flatMapToLong(run -> Arrays.stream(userKeys(run))).sorted().distinct().toArray();
        this.settings = settings;
        this.users = all.length;
        this.runs = runs.stream().map(run -> new Run(run, all)).toArray(Run[]::new);
    }

    /**
     * Two models scored on the same rows; arrays and errors as for {@link Evaluation#of}.
     *
     * @param users the user of each row
     * @param positive whether each row is POSITIVE
     * @param logits the first model's score of each row
     * @param otherLogits the second model's
     */
    public record PairedRun(int[] users, boolean[] positive, double[] logits, double[] otherLogits) {}

    /** Ascending and distinct: as {@link RankedRows} numbers them. */
    private static long[] userKeys(PairedRun run) {
        return LongStream.range(0, run.users().length)
                .map(row -> RankedRows.userKey(run.users()[(int) row], (int) row))
                .sorted().distinct().toArray();
    }

    private static final class Run {
        private final Evaluation one;
        private final Evaluation other;
        private final int[] places;
        private final int[] weights;

        Run(PairedRun run, long[] all) {
            one = new Evaluation(run.users(), run.positive(), run.logits());
            other = new Evaluation(run.users(), run.positive(), run.otherLogits());
            places = Arrays.stream(userKeys(run)).mapToInt(key -> Arrays.binarySearch(all, key)).toArray();
            weights = new int[places.length];
        }

        double difference(Metric metric, int[] allWeights) {
            for (int user = 0; user < places.length; user++) {
                weights[user] = allWeights[places[user]];
            }
            return one.value(metric, weights) - other.value(metric, weights);
        }
    }

    /** Returns the mean difference over the runs in each metric asked for, in the order of {@link Metric}. */
    public Map<Metric, Difference> differences(Set<Metric> metrics) {
        int[] once = new int[users];
        Arrays.fill(once, 1);
        int[] everyRun = new int[runs.length];
        Arrays.fill(everyRun, 1);
        Map<Metric, double[]> drawn = resample(metrics);
        Map<Metric, Difference> differences = new EnumMap<>(Metric.class);
        drawn.forEach((metric, values) -> {
            double[] sorted = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
            differences.put(metric, new Difference(
                    metric, mean(metric, once, everyRun), settings.interval(sorted), Bootstrap.pValue(sorted)));
        });
        return Collections.unmodifiableMap(differences);
    }

    private Map<Metric, double[]> resample(Set<Metric> metrics) {
        Map<Metric, double[]> values = new EnumMap<>(Metric.class);
        metrics.forEach(metric -> values.put(metric, new double[settings.resamples()]));
        SplittableRandom random = new SplittableRandom(settings.seed());
        int[] userWeights = new int[users];
        int[] runWeights = new int[runs.length];
        for (int resample = 0; resample < settings.resamples(); resample++) {
            draw(random, userWeights);
            draw(random, runWeights);
            for (Map.Entry<Metric, double[]> entry : values.entrySet()) {
                entry.getValue()[resample] = mean(entry.getKey(), userWeights, runWeights);
            }
        }
        return values;
    }

    private static void draw(SplittableRandom random, int[] weights) {
        Arrays.fill(weights, 0);
        for (int i = 0; i < weights.length; i++) {
            weights[random.nextInt(weights.length)]++;
        }
    }

    private double mean(Metric metric, int[] userWeights, int[] runWeights) {
        double sum = 0;
        for (int run = 0; run < runs.length; run++) {
            if (runWeights[run] > 0) {
                sum += runWeights[run] * runs[run].difference(metric, userWeights);
            }
        }
        return sum / runs.length;
    }
}
