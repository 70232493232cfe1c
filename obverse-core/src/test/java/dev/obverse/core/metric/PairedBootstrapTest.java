package dev.obverse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The mean difference over seeds, with an interval that users and seeds both widen. */
final class PairedBootstrapTest {
    private static final Bootstrap SETTINGS = new Bootstrap(400, 0.95, 1);
    private static final Set<Metric> METRICS = EnumSet.of(Metric.AUC, Metric.GAUC, Metric.LOGLOSS);

    /** Two models scored on the same rows. */
    private record PairedRun(int[] users, boolean[] positive, double[] logits, double[] otherLogits) {}

    private static Map<Metric, Difference> differences(List<PairedRun> runs) {
        PairedBootstrap bootstrap =
                new PairedBootstrap(SETTINGS, runs.stream().map(run -> new PairedBootstrap.Rows(run.users(), run.positive())).toList());
        return bootstrap.differences(bootstrap.resample(runs.stream().map(PairedRun::logits).toList(), METRICS),
                bootstrap.resample(runs.stream().map(PairedRun::otherLogits).toList(), METRICS), METRICS);
    }

    /** 80 users with 20 rows each; signals say how much of the truth each model knows. */
    private static PairedRun run(long seed, double signal, double otherSignal) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = 1600;
        int[] users = new int[rows];
        boolean[] positive = new boolean[rows];
        double[] logits = new double[rows];
        double[] others = new double[rows];
        for (int row = 0; row < rows; row++) {
            users[row] = 1000 - row / 20;
            positive[row] = random.nextBoolean();
            double truth = positive[row] ? 1 : -1;
            logits[row] = signal * truth + random.nextGaussian();
            others[row] = otherSignal * truth + random.nextGaussian();
        }
        return new PairedRun(users, positive, logits, others);
    }

    private static Difference auc(List<PairedRun> runs) {
        return differences(runs).get(Metric.AUC);
    }

    @Test
    void valueIsTheMeanOfThePlainDifferences() {
        List<PairedRun> runs = List.of(run(1, 0.5, 0.4), run(2, 0.5, 0.3), run(3, 0.6, 0.3));
        Map<Metric, Difference> differences = differences(runs);
        for (Metric metric : METRICS) {
            double mean = runs.stream().mapToDouble(run -> Evaluation.of(run.users(), run.positive(), run.logits()).get(metric)
                    - Evaluation.of(run.users(), run.positive(), run.otherLogits()).get(metric)).average().orElseThrow();
            assertThat(differences.get(metric).value()).isCloseTo(mean, within(1e-12));
            assertThat(differences.get(metric).interval().contains(mean)).isTrue();
        }
    }

    @Test
    void betterModelBeatsAndNoiseTies() {
        assertThat(auc(List.of(run(1, 0.8, 0.4), run(2, 0.8, 0.4))).verdict()).isEqualTo(Difference.Verdict.BEATS);
        assertThat(auc(List.of(run(1, 0.4, 0.8), run(2, 0.4, 0.8))).verdict()).isEqualTo(Difference.Verdict.LOSES);
        int ties = 0;
        for (long seed = 0; seed < 20; seed++) {
            ties += auc(List.of(run(2 * seed, 0.5, 0.5), run(2 * seed + 1, 0.5, 0.5))).verdict() == Difference.Verdict.TIES ? 1 : 0;
        }
        assertThat(ties).isBetween(15, 20);
    }

    @Test
    void seedsThatDisagreeWidenTheInterval() {
        Difference agree = auc(List.of(run(1, 0.6, 0.4), run(1, 0.6, 0.4)));
        Difference disagree = auc(List.of(run(1, 0.9, 0.4), run(1, 0.3, 0.4)));
        assertThat(width(disagree)).isGreaterThan(2 * width(agree));
    }

    private static double width(Difference difference) {
        return difference.interval().high() - difference.interval().low();
    }

    @Test
    void runsMayBeJudgedOnDifferentRows() {
        PairedRun whole = run(1, 0.8, 0.4);
        List<PairedRun> runs = new ArrayList<>(List.of(whole));
        runs.add(new PairedRun(head(whole.users()), Arrays.copyOf(whole.positive(), 400),
                Arrays.copyOf(whole.logits(), 400), Arrays.copyOf(whole.otherLogits(), 400)));
        assertThat(auc(runs).verdict()).isEqualTo(Difference.Verdict.BEATS);
    }

    private static int[] head(int[] users) {
        return Arrays.copyOf(users, 400);
    }

    @Test
    void onlyRunsThatBothHaveCount() {
        PairedRun first = run(1, 0.8, 0.4);
        PairedRun second = run(2, 0.8, 0.4);
        PairedBootstrap bootstrap = new PairedBootstrap(SETTINGS, List.of(new PairedBootstrap.Rows(first.users(), first.positive()),
                new PairedBootstrap.Rows(second.users(), second.positive())));
        var one = bootstrap.resample(List.of(first.logits(), second.logits()), METRICS);
        var other = bootstrap.resample(Arrays.asList(null, second.otherLogits()), METRICS);
        var none = bootstrap.resample(Arrays.asList(first.logits(), null), METRICS);
        assertThat(bootstrap.differences(one, other, METRICS).get(Metric.AUC)).isEqualTo(auc(List.of(second)));
        assertThat(bootstrap.differences(none, other, METRICS)).isEmpty();
    }

    @Test
    void sameSeedSameInterval() {
        assertThat(auc(List.of(run(1, 0.5, 0.4)))).isEqualTo(auc(List.of(run(1, 0.5, 0.4))));
    }

    @Test
    void nothingToPairIsAProgrammersMistake() {
        assertThatThrownBy(() -> new PairedBootstrap(SETTINGS, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
