package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Golden;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.optimizer.LazyAdam;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.optimizer.Sgd;
import dev.obverse.core.optimizer.TrialStep;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The Inverse Gradient against the traces of an independent float64 oracle: every parameter after every step, and every choice. */
class InverseGradientGoldenTest {
    static List<Arguments> traces() {
        List<Arguments> all = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            for (String model : List.of("gmf", "neumf")) {
                for (String policy : List.of("three-way", "two-way", "three-way_adam")) {
                    all.add(Arguments.of(kernels, model + "_" + policy));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("traces")
    void followsTheTrace(Kernels kernels, String name) {
        JsonNode golden = Golden.read("inverse_gradient_" + name + ".json");
        boolean adam = name.endsWith("adam");
        RecommenderModel model = model(golden, kernels);
        Parameters parameters = model.parameters();
        assign(parameters, golden.get("initial"));
        double gamma = golden.get("gamma").asDouble();
        Optimizer optimizer = adam ? new LazyAdam(kernels, gamma, 0) : new Sgd(kernels, gamma, 0);
        parameters.reserveState(optimizer.stateSlots());
        InverseGradient inverse = new InverseGradient(
                model.labels(), optimizer, golden.get("alpha").asDouble(), adam ? TrialStep.SIGN : TrialStep.SGD,
                ChoicePolicy.valueOf(golden.get("policy").asString().replace('-', '_').toUpperCase(Locale.ROOT)), kernels, 4);
        for (JsonNode step : golden.get("steps")) {
            InverseGradient.Outcome outcome = inverse.step(unlabeled(step), labelled(step), new EpochStatistics());
            assertThat(outcome.choice()).isEqualTo(Choice.valueOf(step.get("choice").asString().toUpperCase(Locale.ROOT)));
            JsonNode losses = step.get("losses");
            close(outcome.direct(), losses.get("direct").asDouble(), adam, "direct loss");
            close(outcome.inverse(), losses.get("inverse").asDouble(), adam, "inverse loss");
            close(outcome.stay(), losses.get("stay").asDouble(), adam, "stay loss");
            check(parameters, step.get("parameters"), adam);
        }
    }

    private static RecommenderModel model(JsonNode golden, Kernels kernels) {
        boolean gmf = golden.get("model").asString().equals("gmf");
        Architecture architecture = gmf
                ? new Architecture(3, 0, List.of(), false, false, false)
                : new Architecture(3, 4, List.of(4, 2), false, false, false);
        return architecture.build(golden.get("users").asInt(), golden.get("items").asInt(), kernels, new SplitMix64(1));
    }

    private static void assign(Parameters parameters, JsonNode values) {
        values.propertyStream().forEach(entry -> parameters.tensor(entry.getKey()).assign(Golden.floats(entry.getValue())));
    }

    private static void check(Parameters parameters, JsonNode expected, boolean adam) {
        assertThat(parameters.tensors()).hasSize(expected.size());
        expected.propertyStream().forEach(entry -> {
            float[] actual = parameters.tensor(entry.getKey()).copy();
            double[] values = Golden.doubles(entry.getValue());
            assertThat(actual).hasSameSizeAs(values);
            for (int i = 0; i < values.length; i++) {
                close(actual[i], values[i], adam, entry.getKey() + "[" + i + "]");
            }
        });
    }

    private static void close(double actual, double expected, boolean adam, String what) {
        double tolerance = adam ? 1e-5 + 1e-4 * Math.abs(expected) : 1e-6 + 1e-5 * Math.abs(expected);
        assertThat(actual).as(what).isCloseTo(expected, within(tolerance));
    }

    private static Batch unlabeled(JsonNode step) {
        int[] users = Golden.ints(step.get("unlabeled_users"));
        int[] items = Golden.ints(step.get("unlabeled_items"));
        Batch batch = new Batch(users.length);
        for (int i = 0; i < users.length; i++) {
            batch.add(users[i], items[i], Label.UNLABELED_CODE);
        }
        return batch;
    }

    private static Batch labelled(JsonNode step) {
        int[] users = Golden.ints(step.get("labeled_users"));
        int[] items = Golden.ints(step.get("labeled_items"));
        int[] labels = Golden.ints(step.get("labels"));
        Batch batch = new Batch(users.length);
        for (int i = 0; i < users.length; i++) {
            batch.add(users[i], items[i], (byte) labels[i]);
        }
        return batch;
    }
}
