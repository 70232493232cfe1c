package dev.obverse.core.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Golden;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.optimizer.Sgd;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One step of the exposure head against an independent float64 oracle: exposed pairs are positive, unexposed ones negative. */
class ExposureGoldenTest {
    private final Kernels kernels = new ScalarKernels();
    private final JsonNode golden = Golden.read("exposure_step.json");

    @Test
    void oneStepMeetsTheOracle() {
        Backbone head = head();
        Parameters parameters = head.parameters();
        golden.get("initial").propertyStream()
                .forEach(entry -> parameters.tensor(entry.getKey()).assign(Golden.floats(entry.getValue())));
        Learner learner = new Learner(head, new Sgd(kernels, golden.get("rate").asDouble(), 0), 12);
        double loss = learner.step(batch(), new CrossEntropy(), 0, new EpochStatistics());
        close(loss, golden.get("loss").asDouble(), "loss");
        assertThat(parameters.tensors()).hasSize(golden.get("after").size());
        golden.get("after").propertyStream().forEach(entry -> {
            float[] actual = parameters.tensor(entry.getKey()).copy();
            double[] expected = Golden.doubles(entry.getValue());
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                close(actual[i], expected[i], entry.getKey() + "[" + i + "]");
            }
        });
    }

    private Backbone head() {
        int users = golden.get("initial").get("user_gmf").size();
        int items = golden.get("initial").get("item_gmf").size();
        Architecture architecture = new Architecture(3, 0, List.of(), false, false, true);
        return requireNonNull(architecture.build(users, items, kernels, new SplitMix64(1)).exposure());
    }

    private Batch batch() {
        int[] users = Golden.ints(golden.get("users"));
        int[] exposed = Golden.ints(golden.get("exposed_items"));
        int[] unexposed = Golden.ints(golden.get("unexposed_items"));
        Batch batch = new Batch(2 * users.length);
        for (int i = 0; i < users.length; i++) {
            batch.add(users[i], exposed[i], Label.POSITIVE_CODE);
            batch.add(users[i], unexposed[i], Label.NEGATIVE_CODE);
        }
        return batch;
    }

    private static void close(double actual, double expected, String what) {
        assertThat(actual).as(what).isCloseTo(expected, within(1e-6 + 1e-5 * Math.abs(expected)));
    }
}
