package dev.obverse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.Workers;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics, intervals and differences have the same bits on any number of threads. */
class ThreadsTest {
    private static final Set<Metric> ALL = EnumSet.allOf(Metric.class);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5})
    void theNumberOfThreadsChangesNoBit(double step) {
        Rows rows = Rows.random(8, 200_000, 3_000, 0.2, step);
        Rows some = Rows.random(9, 4_000, 300, 0.2, step);
        double[] other = Arrays.stream(some.logits()).map(logit -> logit * logit).toArray();
        Bootstrap bootstrap = new Bootstrap(37, 0.9, 5);
        Metrics metrics = rows.metrics();
        for (int threads = 2; threads <= 5; threads++) {
            try (Workers workers = new Workers(threads)) {
                Metrics same = Evaluation.of(rows.users(), rows.positive(), rows.logits(), workers);
                for (Metric metric : Metric.values()) {
                    assertThat(same.get(metric)).as("%s on %d threads", metric, threads).isEqualTo(metrics.get(metric));
                }
                assertThat(bootstrap.intervals(some.users(), some.positive(), some.logits(), ALL, workers))
                        .isEqualTo(bootstrap.intervals(some.users(), some.positive(), some.logits(), ALL));
                assertThat(bootstrap.differences(some.users(), some.positive(), some.logits(), other, ALL, workers))
                        .isEqualTo(bootstrap.differences(some.users(), some.positive(), some.logits(), other, ALL));
            }
        }
    }
}
