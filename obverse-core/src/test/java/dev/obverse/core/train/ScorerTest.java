package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.sample.SplitMix64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScorerTest {
    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void logitsAndMetricsHaveTheSameBitsOnAnyNumberOfThreads(Kernels kernels) {
        TrainingData data = SimulatedLog.data(6000);
        RecommenderModel model = Architecture.of(BackboneKind.NEUMF, 4, true, true, false)
                .build(data.users(), data.items(), kernels, new SplitMix64(1));
        Scorer one = new Scorer(model.labels());
        for (int threads = 2; threads <= 4; threads++) {
            try (Workers workers = new Workers(threads)) {
                Scorer several = new Scorer(model.labels(), workers);
                assertThat(several.logits(data.train())).isEqualTo(one.logits(data.train()));
                assertThat(several.evaluate(data.valid()).get(Metric.AUC)).isEqualTo(one.evaluate(data.valid()).get(Metric.AUC));
            }
        }
    }
}
