package dev.obverse.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitMix64Test {
    @Test
    void aSeedIsAStream() {
        assertThat(draws(new SplitMix64(7))).isEqualTo(draws(new SplitMix64(7))).isNotEqualTo(draws(new SplitMix64(8)));
    }

    @Test
    void seekReachesAStreamWhateverWasDrawnBefore() {
        SplitMix64 fresh = new SplitMix64(0);
        fresh.seek(11, 5);
        SplitMix64 used = new SplitMix64(99);
        used.nextLong();
        used.seek(11, 5);
        assertThat(draws(used)).isEqualTo(draws(fresh));
    }

    /** One stream for each of seed, purpose, place and row: 2 x 11 x 4 x 6 streams and not one number twice. */
    @Test
    void streamsOfDifferentPlacesInARunDiffer() {
        Set<Long> numbers = new HashSet<>();
        SplitMix64 random = new SplitMix64(0);
        int streams = 0;
        for (long seed = 1; seed <= 2; seed++) {
            for (Purpose purpose : Purpose.values()) {
                for (long place = 0; place < 4; place++) {
                    for (long index = 0; index < 6; index++) {
                        random.seek(SplitMix64.key(seed, purpose, place), index);
                        numbers.addAll(draws(random));
                        streams++;
                    }
                }
            }
        }
        assertThat(numbers).hasSize(streams * draws(random).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 10, 64, 100})
    void nextIntIsUniform(int bound) {
        SplitMix64 random = new SplitMix64(bound);
        long[] counts = new long[bound];
        for (int i = 0; i < 1000 * bound; i++) {
            counts[random.nextInt(bound)]++;
        }
        assertThat(ChiSquare.ofUniform(counts)).isLessThan(ChiSquare.limit(bound - 1));
    }

    @Test
    void nextIntReachesEveryPartOfTheLargestBound() {
        SplitMix64 random = new SplitMix64(3);
        long[] eighths = new long[8];
        for (int i = 0; i < 80_000; i++) {
            int value = random.nextInt(Integer.MAX_VALUE);
            assertThat(value).isBetween(0, Integer.MAX_VALUE - 1);
            eighths[value >>> 28]++;
        }
        assertThat(ChiSquare.ofUniform(eighths)).isLessThan(ChiSquare.limit(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void nextIntRefusesABoundThatIsNotPositive(int bound) {
        SplitMix64 random = new SplitMix64(1);
        assertThatThrownBy(() -> random.nextInt(bound)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Mean 0, variance 1, skewness 0, kurtosis 3, each within five standard errors of 200,000 draws. */
    @Test
    void gaussiansHaveTheMomentsOfTheNormalDistribution() {
        SplitMix64 random = new SplitMix64(17);
        int n = 200_000;
        double[] moments = new double[4];
        for (int i = 0; i < n; i++) {
            double power = 1;
            double x = random.nextGaussian();
            for (int k = 0; k < 4; k++) {
                power *= x;
                moments[k] += power / n;
            }
        }
        double error = 5 / Math.sqrt(n);
        assertThat(moments[0]).isCloseTo(0, within(error));
        assertThat(moments[1]).isCloseTo(1, within(error * Math.sqrt(2)));
        assertThat(moments[2]).isCloseTo(0, within(error * Math.sqrt(15)));
        assertThat(moments[3]).isCloseTo(3, within(error * Math.sqrt(96)));
    }

    @Test
    void doublesLieInTheUnitIntervalAndFillIt() {
        SplitMix64 random = new SplitMix64(23);
        long[] tenths = new long[10];
        for (int i = 0; i < 100_000; i++) {
            tenths[(int) (random.nextDouble() * 10)]++;
        }
        assertThat(ChiSquare.ofUniform(tenths)).isLessThan(ChiSquare.limit(9));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000})
    void aPermutationHasEveryNumberOnce(int size) {
        int[] order = new SplitMix64(size).permutation(size);
        assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, size).toArray());
    }

    @Test
    void everyOrderOfThreeIsAsLikely() {
        SplitMix64 random = new SplitMix64(5);
        long[] counts = new long[6];
        for (int i = 0; i < 6000; i++) {
            int[] order = random.permutation(3);
            counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
        }
        assertThat(ChiSquare.ofUniform(counts)).isLessThan(ChiSquare.limit(5));
    }

    private static List<Long> draws(SplitMix64 random) {
        List<Long> draws = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            draws.add(random.nextLong());
        }
        return draws;
    }
}
