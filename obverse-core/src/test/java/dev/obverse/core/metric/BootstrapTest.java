package dev.obverse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Workers;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BootstrapTest {
    private static final Set<Metric> ALL = EnumSet.allOf(Metric.class);

    @ParameterizedTest
    @EnumSource
    void aWeightOfTwoIsTheSameAsTheUsersRowsTwice(Metric metric) {
        Rows rows = Rows.random(3, 400, 10, 0.3, 0.5);
        int[] distinct = Arrays.stream(rows.users()).distinct().sorted().toArray();
        int[] weights = IntStream.range(0, distinct.length).map(i -> i % 3).toArray();
        int[] repeated = IntStream.range(0, 400)
                .flatMap(row -> {
                    int user = Arrays.binarySearch(distinct, rows.users()[row]);
                    return IntStream.range(0, weights[user]).map(copy -> row);
                })
                .toArray();
        Rows expanded = rows.at(repeated);
        // A copy of a user is another user: give each its own id.
        int[] users = new int[repeated.length];
        for (int i = 0; i < repeated.length; i++) {
            boolean second = i > 0 && repeated[i] == repeated[i - 1];
            users[i] = expanded.users()[i] + (second ? 1_000 : 0);
        }

        double weighted = new Evaluation(rows.users(), rows.positive(), rows.logits(), Workers.none()).value(metric, weights);

        assertThat(weighted)
                .isCloseTo(Evaluation.of(users, expanded.positive(), expanded.logits()).get(metric), within(1e-12));
    }

    @Test
    void sameSeedSameIntervalsAnotherSeedOthers() {
        Rows rows = Rows.random(5, 1_000, 60, 0.3, 0);
        Map<Metric, Interval> intervals = intervals(rows, new Bootstrap(200, 0.95, 11));
        assertThat(intervals(rows, new Bootstrap(200, 0.95, 11))).isEqualTo(intervals);
        assertThat(intervals(rows, new Bootstrap(200, 0.95, 12))).isNotEqualTo(intervals);
        assertThat(intervals.keySet()).containsExactly(Metric.values());
    }

    @ParameterizedTest
    @EnumSource
    void askingForOneMetricGivesTheIntervalThatAskingForAllGives(Metric metric) {
        Rows rows = Rows.random(6, 500, 40, 0.3, 0);
        Bootstrap bootstrap = new Bootstrap(100, 0.9, 1);
        assertThat(bootstrap.intervals(rows.users(), rows.positive(), rows.logits(), Set.of(metric)))
                .isEqualTo(Map.of(metric, intervals(rows, bootstrap).get(metric)));
    }

    @ParameterizedTest
    @EnumSource
    void theIntervalHoldsTheValueAndWidensWithConfidence(Metric metric) {
        Rows rows = Rows.random(7, 3_000, 150, 0.3, 0);
        Interval narrow = intervals(rows, new Bootstrap(500, 0.5, 1)).get(metric);
        Interval wide = intervals(rows, new Bootstrap(500, 0.95, 1)).get(metric);
        assertThat(wide.low()).isLessThan(narrow.low());
        assertThat(wide.high()).isGreaterThan(narrow.high());
        // ECE is an absolute value: noise only ever adds to it, so its resamples lie above the plain value.
        double below = metric == Metric.ECE ? 0.02 : 0;
        assertThat(rows.metrics().get(metric)).isBetween(wide.low() - below, wide.high());
    }

    @ParameterizedTest
    @EnumSource(names = {"AUC", "GAUC", "LOGLOSS"})
    void aboutNineteenOfTwentyIntervalsHoldTheTruth(Metric metric) {
        double truth = clustered(1, 40_000).metrics().get(metric);
        int held = 0;
        int trials = 300;
        for (int trial = 0; trial < trials; trial++) {
            Rows rows = clustered(100 + trial, 80);
            Interval interval = new Bootstrap(300, 0.95, trial)
                    .intervals(rows.users(), rows.positive(), rows.logits(), Set.of(metric))
                    .get(metric);
            held += interval.contains(truth) ? 1 : 0;
        }
        // Rows drawn one by one, as if users did not matter, would hold it far less often.
        assertThat(held / (double) trials).isBetween(0.90, 0.985);
    }

    @Test
    void aModelTiesWithItself() {
        Rows rows = Rows.random(8, 500, 30, 0.3, 0);
        differences(rows, rows.logits()).forEach((metric, difference) -> {
            assertThat(difference).isEqualTo(new Difference(metric, 0, new Interval(0, 0), 1));
            assertThat(difference.verdict()).isEqualTo(Difference.Verdict.TIES);
        });
    }

    @Test
    void aBetterModelBeatsAndItsRivalLosesInEveryMetric() {
        Rows rows = Rows.random(9, 4_000, 200, 0.3, 0);
        double[] noise = new Random(1).doubles(4_000, -3, 3).toArray();
        Map<Metric, Difference> ahead = differences(rows, noise);
        Rows swapped = new Rows(rows.users(), rows.positive(), noise);
        Map<Metric, Difference> behind = differences(swapped, rows.logits());
        for (Metric metric : Metric.values()) {
            assertThat(ahead.get(metric).verdict()).as(metric.publicName()).isEqualTo(Difference.Verdict.BEATS);
            assertThat(behind.get(metric).verdict()).as(metric.publicName()).isEqualTo(Difference.Verdict.LOSES);
            assertThat(behind.get(metric).value()).isEqualTo(-ahead.get(metric).value());
            assertThat(ahead.get(metric).pValue()).isCloseTo(2.0 / 301, within(1e-15));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aComparisonIsTheIntervalsAndTheDifferenceOfTheSameSeed(Metric decisive) {
        for (double step : new double[] {0, 0.5}) {
            Rows rows = Rows.random(12, 800, 40, 0.3, step);
            double[] other = Arrays.stream(rows.logits()).map(logit -> logit * logit - 1).toArray();
            Bootstrap bootstrap = new Bootstrap(50, 0.9, 3);
            Difference difference = bootstrap.differences(rows.users(), rows.positive(), rows.logits(), other, Set.of(decisive)).get(decisive);
            for (Set<Metric> wanted : List.of(ALL, Set.of(Metric.AUC), Set.of(Metric.AVERAGE_PRECISION), Set.of(Metric.GAUC), Set.<Metric>of())) {
                Bootstrap.Comparison both = bootstrap.compare(
                        rows.users(), rows.positive(), rows.logits(), other, wanted, decisive, Workers.none());
                assertThat(both.intervals()).isEqualTo(bootstrap.intervals(rows.users(), rows.positive(), rows.logits(), wanted));
                assertThat(both.difference()).isEqualTo(difference);
                for (Metric metric : Metric.values()) {
                    assertThat(both.metrics().get(metric)).isEqualTo(rows.metrics().get(metric));
                }
            }
        }
    }

    @Test
    void rowsOfUnknownUsersArePairedRowByRow() {
        Rows known = Rows.random(10, 300, 1, 0.3, 0);
        int[] unknown = new int[300];
        Arrays.fill(unknown, Evaluation.UNKNOWN_USER);
        double[] shifted = Arrays.stream(known.logits()).map(z -> -z).toArray();
        double[] back = Arrays.stream(shifted).map(z -> -z - 0.5).toArray();
        Difference difference = new Bootstrap(300, 0.95, 4)
                .differences(unknown, known.positive(), known.logits(), back, Set.of(Metric.AUC))
                .get(Metric.AUC);
        assertThat(difference.interval()).isEqualTo(new Interval(0, 0));
        assertThat(new Bootstrap(300, 0.95, 4)
                        .differences(unknown, known.positive(), known.logits(), shifted, Set.of(Metric.LOGLOSS))
                        .get(Metric.LOGLOSS)
                        .verdict())
                .isEqualTo(Difference.Verdict.BEATS);
    }

    @Test
    void anUndefinedMetricHasNoInterval() {
        Interval interval = new Bootstrap(20, 0.95, 1)
                .intervals(new int[2], new boolean[2], new double[] {1, 2}, ALL)
                .get(Metric.AUC);
        assertThat(interval.low()).isNaN();
        assertThat(interval.high()).isNaN();
        Difference difference = new Bootstrap(20, 0.95, 1)
                .differences(new int[2], new boolean[2], new double[] {1, 2}, new double[2], Set.of(Metric.AUC))
                .get(Metric.AUC);
        assertThat(difference.pValue()).isNaN();
        assertThat(difference.verdict()).isEqualTo(Difference.Verdict.TIES);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.95", "-1, 0.95", "10, 0", "10, 1", "10, NaN"})
    void settingsOutOfRangeAreRefused(int resamples, double confidence) {
        assertThatThrownBy(() -> new Bootstrap(resamples, confidence, 1)).isInstanceOf(InvalidInputException.class);
    }

    private static Map<Metric, Interval> intervals(Rows rows, Bootstrap bootstrap) {
        return bootstrap.intervals(rows.users(), rows.positive(), rows.logits(), ALL);
    }

    private static Map<Metric, Difference> differences(Rows rows, double[] otherLogits) {
        return new Bootstrap(300, 0.95, 2)
                .differences(rows.users(), rows.positive(), rows.logits(), otherLogits, ALL);
    }

    /** Ten rows a user, whose labels share the user's own mood: what makes rows of one user alike. */
    private static Rows clustered(long seed, int userCount) {
        Random random = new Random(seed);
        Rows rows = new Rows(new int[userCount * 10], new boolean[userCount * 10], new double[userCount * 10]);
        for (int user = 0; user < userCount; user++) {
            double mood = random.nextGaussian();
            for (int row = user * 10; row < user * 10 + 10; row++) {
                double score = random.nextGaussian();
                rows.users()[row] = user;
                rows.logits()[row] = score + 0.5 * mood;
                rows.positive()[row] = random.nextDouble() < 1 / (1 + Math.exp(-score - mood));
            }
        }
        return rows;
    }
}
