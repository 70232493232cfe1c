package dev.obverse.core.metric;

import dev.obverse.core.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Percentile bootstrap of how far one method is ahead of another in the mean over paired runs, one pair of runs per seed.
 *
 * <p>A resample draws whole users with replacement, the same users for every run and every method, and then as many runs as there are
 * pairs, with replacement: so the interval covers the choice of the users that are tested and, from two runs on, the noise of training.
 * (With R runs the latter is understated by the factor (R - 1) / R, and with a single run it is not covered at all.) The runs may be
 * judged on different rows; one user is one int in all of them.
 *
 * <p>A method is resampled once, however many others it is compared with: {@link #resample} costs what
 * {@link Bootstrap#intervals} costs for each run, {@link #differences} next to nothing. Safe for several threads.
 */
public final class PairedBootstrap {
    private final Bootstrap settings;
    private final List<Rows> runs;
    private final int[][] places;
    private final int users;

    /**
     * Prepares for runs that are judged on these rows.
     *
     * @param settings resamples, confidence and seed
     * @param runs the rows of each run, at least one run
     */
    public PairedBootstrap(Bootstrap settings, List<Rows> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("there is no run");
        }
        List<long[]> keys = runs.stream().map(PairedBootstrap::userKeys).toList();
        long[] all = keys.stream().flatMapToLong(Arrays::stream).sorted().distinct().toArray();
        this.settings = settings;
        this.runs = List.copyOf(runs);
        this.users = all.length;
        this.places = keys.stream()
                .map(own -> Arrays.stream(own).mapToInt(key -> Arrays.binarySearch(all, key)).toArray())
                .toArray(int[][]::new);
    }

    /**
     * The rows that a run is judged on; as for {@link Evaluation#of}.
     *
     * @param users the user of each row
     * @param positive whether each row is POSITIVE
     */
    public record Rows(int[] users, boolean[] positive) {}

    /** A method's metrics in every run: over each resample of the users, and over the users as they are. */
    public static final class Resamples {
        /** For each run the values of each metric, those of the users as they are last; empty for a run that the method does not have. */
        private final List<Map<Metric, double[]>> runs;

        private Resamples(List<Map<Metric, double[]>> runs) {
            this.runs = runs;
        }
    }

    /** Ascending and distinct: as {@link RankedRows} numbers them. */
    private static long[] userKeys(Rows rows) {
        return LongStream.range(0, rows.users().length)
                .map(row -> RankedRows.userKey(rows.users()[(int) row], (int) row))
                .sorted().distinct().toArray();
    }

    /**
     * Resamples a method; errors as for {@link Evaluation#of}.
     *
     * @param logits the method's score of each row of each run, null for a run that it does not have
     * @param metrics what will be compared
     */
    public Resamples resample(List<double @Nullable []> logits, Set<Metric> metrics) {
        @Nullable Evaluation[] evaluations = new @Nullable Evaluation[runs.size()];
        List<Map<Metric, double[]>> values = new ArrayList<>();
        for (int run = 0; run < evaluations.length; run++) {
            double[] scores = logits.get(run);
            Map<Metric, double[]> empty = new EnumMap<>(Metric.class);
            if (scores != null) {
                evaluations[run] = new Evaluation(runs.get(run).users(), runs.get(run).positive(), scores, Workers.none());
                metrics.forEach(metric -> empty.put(metric, new double[settings.resamples() + 1]));
            }
            values.add(empty);
        }
        SplittableRandom random = new SplittableRandom(settings.seed());
        int[] weights = new int[users];
        for (int resample = 0; resample <= settings.resamples(); resample++) {
            if (resample < settings.resamples()) {
                Bootstrap.draw(random, weights);
            } else {
                Arrays.fill(weights, 1);
            }
            for (int run = 0; run < evaluations.length; run++) {
                evaluate(evaluations[run], values.get(run), weights, places[run], resample);
            }
        }
        return new Resamples(values);
    }

    private static void evaluate(
            @Nullable Evaluation evaluation, Map<Metric, double[]> values, int[] allWeights, int[] places, int resample) {
        if (evaluation == null) {
            return;
        }
        int[] weights = new int[places.length];
        for (int user = 0; user < places.length; user++) {
            weights[user] = allWeights[places[user]];
        }
        values.forEach((metric, drawn) -> drawn[resample] = evaluation.value(metric, weights));
    }

    /**
     * Returns how far the first method is ahead of the second in the mean over the runs that both have, in the order of {@link Metric};
     * empty if there is no such run. Both must have been resampled here, for the metrics asked for.
     */
    public Map<Metric, Difference> differences(Resamples one, Resamples other, Set<Metric> metrics) {
        int[] paired = IntStream.range(0, runs.size()).filter(run -> !one.runs.get(run).isEmpty() && !other.runs.get(run).isEmpty()).toArray();
        Map<Metric, Difference> differences = new EnumMap<>(Metric.class);
        for (Metric metric : paired.length == 0 ? Set.<Metric>of() : metrics) {
            double[][] values = new double[paired.length][];
            for (int pair = 0; pair < paired.length; pair++) {
                values[pair] = minus(values(one, paired[pair], metric), values(other, paired[pair], metric));
            }
            differences.put(metric, difference(metric, values));
        }
        return Collections.unmodifiableMap(differences);
    }

    private static double[] values(Resamples resamples, int run, Metric metric) {
        double[] drawn = resamples.runs.get(run).get(metric);
        if (drawn == null) {
            throw new IllegalArgumentException(metric + " was not resampled");
        }
        return drawn;
    }

    private static double[] minus(double[] one, double[] other) {
        double[] difference = new double[one.length];
        Arrays.setAll(difference, i -> one[i] - other[i]);
        return difference;
    }

    private Difference difference(Metric metric, double[][] values) {
        // A stream of its own, so that the draws of users do not depend on the number of runs.
        SplittableRandom random = new SplittableRandom(~settings.seed());
        int[] weights = new int[values.length];
        double[] means = new double[settings.resamples()];
        for (int resample = 0; resample < means.length; resample++) {
            Bootstrap.draw(random, weights);
            means[resample] = mean(values, weights, resample);
        }
        double[] sorted = Arrays.stream(means).filter(mean -> !Double.isNaN(mean)).sorted().toArray();
        Arrays.fill(weights, 1);
        return new Difference(metric, mean(values, weights, means.length), settings.interval(sorted), Bootstrap.pValue(sorted));
    }

    private static double mean(double[][] values, int[] weights, int resample) {
        double sum = 0;
        for (int run = 0; run < values.length; run++) {
            if (weights[run] > 0) {
                sum += weights[run] * values[run][resample];
            }
        }
        return sum / values.length;
    }
}
