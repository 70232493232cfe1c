package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochStatisticsTest {
    private final EpochStatistics statistics = new EpochStatistics();

    @Test
    void averagesEachLossOverItsOwnSteps() {
        statistics.loss("bce", 1);
        statistics.loss("idl", 10);
        statistics.loss("bce", 2);
        assertThat(statistics.meanLosses()).containsExactly(Map.entry("bce", 1.5), Map.entry("idl", 10.0));
    }

    @Test
    void countsChoices() {
        statistics.choice(Choice.INVERSE);
        statistics.choice(Choice.STAY);
        statistics.choice(Choice.INVERSE);
        assertThat(statistics.choices())
                .containsExactly(Map.entry(Choice.DIRECT, 0L), Map.entry(Choice.INVERSE, 2L), Map.entry(Choice.STAY, 1L));
    }

    /** 1,000 weights 0, 0.001, ..., 0.999: the d-th decile is the value that d tenths of them do not exceed. */
    @Test
    void decilesAreExactToAThousandth() {
        for (int i = 0; i < 1000; i++) {
            statistics.positiveWeight((i * 7919 % 1000) / 1000.0);
        }
        assertThat(statistics.meanPositiveWeight()).isCloseTo(0.4995, within(1e-12));
        double[] deciles = statistics.positiveWeightDeciles();
        for (int d = 1; d <= 9; d++) {
            assertThat(deciles[d - 1]).as("decile %d", d).isCloseTo(d / 10.0 - 0.001, within(0.0011));
        }
    }

    @Test
    void theEndsOfTheScaleBelongToIt() {
        statistics.positiveWeight(0);
        statistics.positiveWeight(1);
        assertThat(statistics.positiveWeightDeciles()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1);
        assertThat(statistics.weightedPairs()).isEqualTo(2);
    }

    @Test
    void clearForgetsEverything() {
        statistics.loss("bce", 1);
        statistics.choice(Choice.DIRECT);
        statistics.positiveWeight(0.3);
        statistics.clear();
        assertThat(statistics.meanLosses()).isEmpty();
        assertThat(statistics.choices().values()).containsOnly(0L);
        assertThat(statistics.meanPositiveWeight()).isNaN();
        assertThat(statistics.positiveWeightDeciles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 3, DIRECT, DIRECT", "2, 1, 3, INVERSE, INVERSE", "2, 3, 1, DIRECT, STAY", "3, 2, 1, INVERSE, STAY",
        "1, 1, 2, INVERSE, INVERSE", "1, 2, 1, DIRECT, STAY", "2, 1, 1, INVERSE, STAY", "1, 1, 1, INVERSE, STAY"
    })
    void policiesChooseByTheLossesAndSettleTiesAsTheirSourcesDo(
            double direct, double inverse, double stay, Choice twoWay, Choice threeWay) {
        assertThat(ChoicePolicy.TWO_WAY.choose(direct, inverse, stay)).isEqualTo(twoWay);
        assertThat(ChoicePolicy.THREE_WAY.choose(direct, inverse, stay)).isEqualTo(threeWay);
    }
}
