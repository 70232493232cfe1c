package dev.obverse.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.lab.result.Estimate;
import org.junit.jupiter.api.Test;

/** Student's interval and Holm's correction give what their textbooks give. */
final class StatisticsTest {
    @Test
    void intervalOfThreeSeedsHasTwoDegreesOfFreedom() {
        Estimate estimate = Seeds.estimate(new double[] {0.80, 0.82, 0.84});
        assertThat(estimate.mean()).isCloseTo(0.82, within(1e-12));
        assertThat(estimate.deviation()).isCloseTo(0.02, within(1e-12));
        // t(0.975, 2) = 4.302652730
        assertThat(estimate.interval().high() - estimate.mean()).isCloseTo(4.302652730 * 0.02 / Math.sqrt(3), within(1e-9));
        assertThat(estimate.mean() - estimate.interval().low()).isCloseTo(4.302652730 * 0.02 / Math.sqrt(3), within(1e-9));
    }

    @Test
    void singleSeedHasNoInterval() {
        Estimate estimate = Seeds.estimate(new double[] {0.8});
        assertThat(estimate.interval()).isNull();
        assertThat(estimate.seeds()).isEqualTo(1);
        assertThat(Seeds.estimate(new double[0])).isNull();
    }

    @Test
    void holmMultipliesStepByStepAndNeverFalls() {
        assertThat(Holm.correct(new double[] {0.01, 0.04, 0.03, 0.005})).containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
        assertThat(Holm.correct(new double[] {0.6, 0.7})).containsExactly(1, 1);
        assertThat(Holm.correct(new double[0])).isEmpty();
    }
}
