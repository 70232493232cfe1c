package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.sample.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs at the edge of what can be trained on: users with one row, items that nobody has, models that say the same of everything. */
class EdgeCasesTest {
    private static final List<String> RUNS = List.of(
            "method=bce bias=prior linear=true", "method=bce backbone=neumf", "method=sampled", "method=idl", "method=ig training-train=0.5", "method=tce",
            "method=rce", "method=dns", "method=obverse");
    private static final int USERS = 40;
    /** The last three of them are in no row. */
    private static final int ITEMS = 12;

    static List<Arguments> runs() {
        List<Arguments> all = new ArrayList<>();
        Providers.all().forEach(kernels -> RUNS.forEach(run -> all.add(Arguments.of(kernels, run))));
        return all;
    }

    /** Every user has one row, so no user has both labels. */
    private static TrainingData oneRowEach() {
        Interactions.Builder rows = new Interactions.Builder(USERS);
        for (int user = 0; user < USERS; user++) {
            rows.add(user, user % 9, user % 2 == 0 ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE);
        }
        return new TrainingData(rows.build(), rows.build(), USERS, ITEMS);
    }

    private static TrainingConfig config(String settings) {
        TrainingConfig config = TrainingConfig.defaults().with("dim", "4").with("batch", "8").with("epochs", "2").with("learning-rate", "0.01");
        for (String setting : settings.split(" ", -1)) {
            config = config.with(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return config;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void usersWithOneRowAreTrainedAndPerUserMetricsAreUndefined(Kernels kernels, String run) {
        TrainingResult result = new Trainer(config(run), kernels).train(oneRowEach(), TrainingListener.NONE);
        Metrics valid = result.history().get(0).valid();
        assertThat(valid).isNotNull();
        assertThat(valid.get(Metric.GAUC)).isNaN();
        assertThat(valid.get(Metric.AUC)).isBetween(0.0, 1.0);
        assertThat(result.model().parameters().tensors()).allMatch(Planted::isFinite);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void itemsNeverTrainedHaveFiniteLogits(Kernels kernels, String run) {
        TrainingResult result = new Trainer(config(run), kernels).train(oneRowEach(), TrainingListener.NONE);
        Interactions.Builder pairs = new Interactions.Builder(USERS);
        for (int item = 9; item < ITEMS; item++) {
            pairs.add(0, item, Label.POSITIVE_CODE).add(Interactions.UNKNOWN, item, Label.POSITIVE_CODE);
        }
        assertThat(Arrays.stream(new Scorer(result.model().labels()).logits(pairs.build())).allMatch(Double::isFinite)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void aModelThatSaysTheSameOfEverythingIsWorthAGuess(Kernels kernels) {
        TrainingData data = SimulatedLog.data(1000);
        RecommenderModel model = new Trainer(config("bias=zero"), kernels).initialModel(data);
        model.parameters().all().forEach(parameter -> Arrays.fill(parameter.data(), 0f));
        Metrics metrics = new Scorer(model.labels()).evaluate(data.valid());
        assertThat(metrics.get(Metric.AUC)).isEqualTo(0.5);
        assertThat(metrics.get(Metric.GAUC)).isEqualTo(0.5);
        assertThat(metrics.get(Metric.LOGLOSS)).isCloseTo(Math.log(2), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void anEmptyBatchHasNoLogitsAndNoRowsNoMetrics(Kernels kernels, String run) {
        RecommenderModel model = new Trainer(config(run), kernels).initialModel(oneRowEach());
        model.labels().pass(4).logits(new Batch(4));
        assertThat(new Scorer(model.labels()).logits(Interactions.empty())).isEmpty();
        assertThat(new Scorer(model.labels()).evaluate(Interactions.empty()).get(Metric.AUC)).isNaN();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void anEmptyBatchHasNoGradientAndItsStepChangesNothing(Kernels kernels, String run) {
        for (String name : List.of("sgd", "adagrad", "adam")) {
            RecommenderModel model = new Trainer(config(run), kernels).initialModel(oneRowEach());
            Optimizer optimizer = Methods.optimizer(config(run + " optimizer=" + name), kernels);
            model.parameters().reserveState(optimizer.stateSlots());
            List<float[]> before = model.parameters().all().stream().map(parameter -> parameter.data().clone()).toList();
            Pass pass = model.labels().pass(4);
            Gradients gradients = new Gradients(model.labels().parameters(), 4);
            Batch batch = new Batch(4);
            pass.logits(batch);
            pass.gradients(new float[4], gradients);
            assertThat(gradients.tables()).allMatch(table -> table.rows().size() == 0);
            assertThat(gradients.weights()).allSatisfy(weights -> assertThat(gradients.of(weights)).containsOnly(0f));
            optimizer.step(gradients);
            for (int i = 0; i < before.size(); i++) {
                assertThat(model.parameters().all().get(i).data()).as(name).isEqualTo(before.get(i));
            }
        }
    }

    /** Biases that training can reach and no sigmoid of a float can tell from certainty. */
    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void logitsOfThousandsAreTrainedOnWithoutOverflow(Kernels kernels) {
        for (String run : List.of("method=bce bias=zero", "method=idl bias=zero", "method=ig bias=zero training-train=0.5", "method=rce bias=zero")) {
            Trainer trainer = new Trainer(config(run), kernels);
            TrainingData data = oneRowEach();
            RecommenderModel model = trainer.initialModel(data);
            float[] biases = model.parameters().tensor("item_bias").data();
            for (int i = 0; i < biases.length; i++) {
                biases[i] = i % 2 == 0 ? 5_000 : -5_000;
            }
            TrainingResult result = trainer.train(model, data, TrainingListener.NONE);
            assertThat(result.model().parameters().tensors()).allMatch(Planted::isFinite);
            assertThat(result.history().get(0).losses().values()).allMatch(Double::isFinite);
        }
    }
}
