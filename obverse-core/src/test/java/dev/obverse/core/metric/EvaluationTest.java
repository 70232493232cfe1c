package dev.obverse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.InvalidInputException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 0.5", "4, 0.1", "5, 2"})
    void aucIsTheShareOfPairsInOrderWithHalfForTies(long seed, double step) {
        Rows rows = Rows.random(seed, 300, 20, 0.3, step);
        double won = 0;
        int pairs = 0;
        for (int p = 0; p < 300; p++) {
            for (int n = 0; n < 300; n++) {
                if (rows.positive()[p] && !rows.positive()[n]) {
                    pairs++;
                    won += 0.5 + 0.5 * Math.signum(rows.logits()[p] - rows.logits()[n]);
                }
            }
        }
        assertThat(rows.metrics().get(Metric.AUC)).isCloseTo(won / pairs, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anIncreasingMapOfTheLogitsLeavesEveryRankingMetricTheSame(long seed) {
        Rows rows = Rows.random(seed, 2_000, 50, 0.4, 0.05);
        double[] mapped = Arrays.stream(rows.logits()).map(z -> Math.exp(2 * z) - 100).toArray();
        Metrics before = rows.metrics();
        Metrics after = Evaluation.of(rows.users(), rows.positive(), mapped);
        for (Metric metric : Metric.values()) {
            if (metric != Metric.LOGLOSS && metric != Metric.ECE) {
                assertThat(after.get(metric)).as(metric.publicName()).isEqualTo(before.get(metric));
            }
        }
        assertThat(after.get(Metric.LOGLOSS)).isGreaterThan(before.get(Metric.LOGLOSS));
    }

    @ParameterizedTest
    @EnumSource
    void theOrderOfTheRowsDoesNotMatter(Metric metric) {
        Rows rows = Rows.random(9, 500, 12, 0.3, 0.5);
        Rows reversed = rows.at(IntStream.range(0, 500).map(i -> 499 - i).toArray());
        assertThat(reversed.metrics().get(metric)).isCloseTo(rows.metrics().get(metric), within(1e-12));
    }

    @Test
    void equalLogitsAreWorthAGuess() {
        boolean[] positive = {true, false, false, false};
        Metrics metrics = Evaluation.of(new int[4], positive, new double[] {0.0, -0.0, 0.0, -0.0});
        assertThat(metrics.get(Metric.AUC)).isEqualTo(0.5);
        assertThat(metrics.get(Metric.GAUC)).isEqualTo(0.5);
        assertThat(metrics.get(Metric.AVERAGE_PRECISION)).isEqualTo(0.25);
        assertThat(metrics.get(Metric.MRR)).isCloseTo((1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0) / 4, within(1e-15));
        assertThat(metrics.get(Metric.LOGLOSS)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(metrics.get(Metric.ECE)).isCloseTo(0.25, within(1e-15));
    }

    @Test
    void rowsOfAnUnknownUserCountInTheMetricsOverAllRowsOnly() {
        int[] users = {4, 4, Evaluation.UNKNOWN_USER, Evaluation.UNKNOWN_USER};
        boolean[] positive = {true, false, false, true};
        Metrics metrics = Evaluation.of(users, positive, new double[] {1, -1, 3, -3});
        assertThat(metrics.get(Metric.AUC)).isEqualTo(0.25);
        assertThat(metrics.get(Metric.GAUC)).isEqualTo(1);
        assertThat(metrics.users()).isEqualTo(3);
        assertThat(metrics.usersWithBothLabels()).isEqualTo(1);
    }

    @Test
    void otherNegativeIdsAndExtremeIdsAreUsersLikeAnyOther() {
        int[] users = {-2, -2, Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
        boolean[] positive = {true, false, true, false, true, false};
        Metrics metrics = Evaluation.of(users, positive, new double[] {1, 0, 0, 1, 1, 0});
        assertThat(metrics.users()).isEqualTo(3);
        assertThat(metrics.get(Metric.GAUC)).isCloseTo(2 / 3.0, within(1e-15));
    }

    @Test
    void lossesOfHugeLogitsAreExactAndFinite() {
        Metrics metrics =
                Evaluation.of(new int[2], new boolean[] {true, false}, new double[] {-1e300, -800});
        assertThat(metrics.get(Metric.LOGLOSS)).isEqualTo(5e299);
        assertThat(metrics.get(Metric.ECE)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsDefinedWithoutRows(Metric metric) {
        assertThat(Evaluation.of(new int[0], new boolean[0], new double[0]).get(metric)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneClassDefinesNoRankingButItsLoss(boolean label) {
        Metrics metrics = Evaluation.of(new int[2], new boolean[] {label, label}, new double[] {1, 2});
        for (Metric metric : Metric.values()) {
            boolean defined = metric == Metric.LOGLOSS
                    || metric == Metric.ECE
                    || (metric == Metric.AVERAGE_PRECISION && label);
            assertThat(Double.isNaN(metrics.get(metric))).as(metric.publicName()).isNotEqualTo(defined);
        }
    }

    @Test
    void withoutAUserOfBothLabelsOnlyThePerUserMetricsAreUndefined() {
        Metrics metrics = Evaluation.of(new int[] {0, 1}, new boolean[] {true, false}, new double[] {1, 0});
        assertThat(metrics.get(Metric.AUC)).isEqualTo(1);
        assertThat(metrics.get(Metric.GAUC)).isNaN();
        assertThat(metrics.get(Metric.NDCG_10)).isNaN();
        assertThat(metrics.get(Metric.MRR)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aLogitThatIsNoNumberIsRefusedWithItsRow(double logit) {
        assertThatThrownBy(() -> Evaluation.of(new int[2], new boolean[2], new double[] {0, logit}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("row 1")
                .hasMessageContaining(String.valueOf(logit));
    }

    @Test
    void aMetricIsFoundByItsPublicNameOrTheKnownOnesAreListed() {
        for (Metric metric : Metric.values()) {
            assertThat(Metric.named(metric.publicName())).isEqualTo(metric);
        }
        assertThatThrownBy(() -> Metric.named("ndcg"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"ndcg\"")
                .hasMessageContaining("ndcg@10");
    }

    @Test
    void betterFollowsTheDirectionOfTheMetricAndUndefinedNeverWins() {
        assertThat(Metric.AUC.isBetter(0.6, 0.5)).isTrue();
        assertThat(Metric.LOGLOSS.isBetter(0.6, 0.5)).isFalse();
        assertThat(Metric.AUC.isBetter(0.5, 0.5)).isFalse();
        assertThat(Metric.AUC.isBetter(0.1, Double.NaN)).isTrue();
        assertThat(Metric.AUC.isBetter(Double.NaN, Double.NaN)).isFalse();
    }
}
