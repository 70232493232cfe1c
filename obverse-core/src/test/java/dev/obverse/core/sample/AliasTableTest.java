package dev.obverse.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasTableTest {
    private static final int DRAWS = 400_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void drawsInProportionToTheWeights(int size) {
        SplitMix64 random = new SplitMix64(size);
        double[] weights = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            weights[i] = i % 5 == 3 ? 0 : Math.exp(2 * random.nextGaussian());
            sum += weights[i];
        }
        AliasTable table = new AliasTable(weights);
        int[] counts = new int[size];
        for (int draw = 0; draw < DRAWS; draw++) {
            counts[table.draw(random)]++;
        }
        for (int i = 0; i < size; i++) {
            double share = weights[i] / sum;
            double deviation = Math.sqrt(share * (1 - share) / DRAWS);
            assertThat(counts[i] / (double) DRAWS).as("share of %d", i).isCloseTo(share, within(5 * deviation + 1e-12));
        }
    }

    @Test
    void refusesWhatIsNoDistribution() {
        for (double[] weights : new double[][] {{}, {0, 0}, {1, -1}, {1, Double.NaN}, {Double.POSITIVE_INFINITY}}) {
            assertThatThrownBy(() -> new AliasTable(weights)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
