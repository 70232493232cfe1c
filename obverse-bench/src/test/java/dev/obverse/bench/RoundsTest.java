package dev.obverse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void theMedianDoesNotHeedOneSlowRound() {
        assertThat(new Rounds(new double[] {3, 1, 100}).median()).isEqualTo(3);
        assertThat(new Rounds(new double[] {4, 1, 2, 100}).median()).isEqualTo(3);
        assertThat(new Rounds(new double[0]).median()).isNaN();
    }

    /** In the second round the machine was busy elsewhere; both sides felt it, and their ratio does not. */
    @Test
    void ratiosAreTakenRoundByRound() {
        Rounds ours = new Rounds(new double[] {1, 10, 1});
        Rounds rival = new Rounds(new double[] {8, 80, 9});

        Rounds faster = new Comparison("", "", "", Goal.atLeast(8)).ratios(ours, rival);
        assertThat(faster.values()).containsExactly(8, 8, 9);
        assertThat(faster.least()).isEqualTo(8);
        assertThat(faster.most()).isEqualTo(9);

        Rounds cost = new Comparison("", "", "", Goal.atMost(1)).ratios(ours, rival);
        assertThat(cost.values()).containsExactly(1 / 8.0, 1 / 8.0, 1 / 9.0);
    }

    @Test
    void ofSeveralRivalsTheFastestOfEachRoundCounts() {
        assertThat(new Rounds(new double[] {1, 5, 3}).leastOf(new Rounds(new double[] {2, 4, 3})).values()).containsExactly(1, 4, 3);
    }

    @Test
    void theWorstKernelIsTheOneFurthestBelowItsOwnMedian() {
        Map<String, double[]> rates = Map.of(
                "steady but slow", new double[] {1, 1, 1},
                "off a cliff once", new double[] {1000, 100, 1000},
                "not meant", new double[] {1000, 1, 1000});

        Row row = Starts.worst("slowest start", rates, name -> !name.startsWith("not"), Starts::calls);

        assertThat(row.what()).endsWith("off a cliff once");
        assertThat(row.ratio()).isEqualTo(0.1);
        assertThat(row.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(List.of(row.ours(), row.rival())).containsExactly("0.100 k calls/s", "1.00 k calls/s");
    }
}
