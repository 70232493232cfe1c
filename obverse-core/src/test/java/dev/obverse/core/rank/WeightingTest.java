package dev.obverse.core.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.sample.SplitMix64;
import org.junit.jupiter.api.Test;

class WeightingTest {
    /** The filter of the product may let through too much, never too little. */
    @Test
    void aProductAboveTheThresholdHasBothLogitsAboveTheNecessaryOne() {
        SplitMix64 random = new SplitMix64(2);
        for (int round = 0; round < 200_000; round++) {
            double scale = Math.pow(10, 3 * random.nextDouble() - 1);
            float like = (float) (scale * random.nextGaussian());
            float exposed = (float) (scale * random.nextGaussian());
            float score = Weighting.product(like, exposed);
            float threshold = Math.nextDown(score);
            assertThat(Math.min(like, exposed) > Weighting.necessaryLogit(threshold))
                    .as("%s and %s, score %s", like, exposed, score).isTrue();
        }
    }

    @Test
    void aListThatIsNotFullTakesEverything() {
        assertThat(Weighting.necessaryLogit(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void theScoreNeitherVanishesNorSaturates() {
        assertThat(Weighting.product(-200, -300)).isGreaterThan(Weighting.product(-200, -301));
        assertThat(Weighting.product(40, 41)).isGreaterThan(Weighting.product(40, 40));
    }
}
