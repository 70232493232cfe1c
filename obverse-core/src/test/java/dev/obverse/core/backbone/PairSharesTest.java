package dev.obverse.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairSharesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 191, 192, 1000, 1024, 1 << 20, Integer.MAX_VALUE})
    void coverAllPairsInTilesAndEvenly(int n) {
        assertThat(PairShares.start(n, 0)).isZero();
        assertThat(PairShares.start(n, PairShares.COUNT)).isEqualTo(n);
        for (int share = 0; share < PairShares.COUNT; share++) {
            int start = PairShares.start(n, share);
            int end = PairShares.start(n, share + 1);
            assertThat(start % 12).isZero();
            assertThat(end - start).isBetween(0, n / PairShares.COUNT + 12 + n % PairShares.COUNT);
        }
        assertThat(PairShares.start(n, PairShares.COUNT / 2)).isBetween(Math.max(0, n / 2 - 12), n / 2);
    }
}
