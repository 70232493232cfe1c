package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is left after any step and taken up again ends with the same bits as one that was left alone. */
class ResumeTest {
    private static final List<String> RUNS = List.of(
            "method=bce bias=prior linear=true", "method=sampled", "method=idl unlabeled-ratio=2", "method=tce drop-steps=20", "method=dns hard-of=3",
            "method=ig training-train=0.5 exposure-epochs=0.5", "method=ig direction=random", "method=ig backbone=neumf training-train=0.5",
            "method=bce backbone=neumf optimizer=adagrad", "method=bce backbone=mlp optimizer=sgd patience=2");

    /** Keeps copies in memory, and stops the run after a step as a kill would. */
    private static final class Memory implements Checkpoints {
        private final int killAfter;
        private @Nullable TrainingState state;
        private List<float[]> arrays = List.of();

        Memory(int killAfter) {
            this.killAfter = killAfter;
        }

        @Override
        public @Nullable TrainingState resume(Parameters parameters) {
            for (int i = 0; i < arrays.size(); i++) {
                System.arraycopy(arrays.get(i), 0, parameters.all().get(i).data(), 0, arrays.get(i).length);
            }
            return state;
        }

        @Override
        public boolean dueAfterStep(long optimizerSteps) {
            return optimizerSteps == killAfter;
        }

        @Override
        public boolean dueAfterEpoch(int epoch) {
            return epoch % 2 == 1;
        }

        @Override
        public void save(TrainingState next, Parameters parameters) {
            state = next;
            arrays = new ArrayList<>(parameters.all().stream().map(parameter -> parameter.data().clone()).toList());
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static List<Arguments> runs() {
        List<Arguments> all = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            RUNS.forEach(run -> all.add(Arguments.of(kernels, run)));
        }
        return all;
    }

    private static Trainer trainer(Kernels kernels, String settings, int threads) {
        TrainingConfig config = TrainingConfig.defaults().with("dim", "8").with("batch", "100").with("epochs", "4").with("learning-rate", "0.01");
        for (String setting : settings.split(" ", -1)) {
            config = config.with(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return new Trainer(config, kernels, threads);
    }

    private static TrainingListener killAfter(int steps) {
        return new TrainingListener() {
            private int taken;

            @Override
            public void step(int epoch, long done, long total) {
                if (++taken > steps + 2) {
                    throw new Killed();
                }
            }
        };
    }

    /** Every value of the model, and all that is recorded of the epochs but their seconds. */
    private static List<String> bits(TrainingResult result) {
        List<String> all = new ArrayList<>();
        result.model().parameters().snapshot().forEach(values -> all.add(Arrays.toString(values)));
        for (EpochRecord epoch : result.history()) {
            all.add(epoch.epoch() + " " + epoch.losses() + " " + epoch.valid() + " " + epoch.choices() + " " + epoch.meanPositiveWeight() + " "
                    + Arrays.toString(epoch.positiveWeightDeciles()) + " " + epoch.best());
        }
        all.add("best " + result.bestEpoch());
        return all;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void endsWithTheSameBits(Kernels kernels, String run) {
        TrainingData data = SimulatedLog.data(1800);
        TrainingResult alone = trainer(kernels, run, 1).train(data, TrainingListener.NONE);
        for (int kill : new int[] {1, 3, 9, 16}) {
            Memory memory = new Memory(kill);
            Trainer first = trainer(kernels, run, 1);
            assertThatThrownBy(() -> first.train(first.initialModel(data), data, killAfter(kill), memory)).isInstanceOf(Killed.class);
            Trainer second = trainer(kernels, run, 2);
            TrainingResult result = second.train(second.initialModel(data), data, TrainingListener.NONE, memory);
            assertThat(bits(result)).as("killed after step " + kill).isEqualTo(bits(alone));
        }
    }

    /** So that a run that was killed while it was being judged is not trained any further. */
    @Test
    void aRunThatHasEndedTrainsNoFurther() {
        TrainingData data = SimulatedLog.data(1800);
        Trainer trainer = trainer(Providers.all().get(0), "epochs=3 patience=0", 1);
        Memory memory = new Memory(-1);
        TrainingResult once = trainer.train(trainer.initialModel(data), data, TrainingListener.NONE, memory);
        TrainingResult again = trainer.train(trainer.initialModel(data), data, killAfter(-2), memory);
        assertThat(bits(again)).isEqualTo(bits(once));
    }

    @Test
    void aValueThatIsNotFiniteStopsTheRunAndIsNeverKept() {
        TrainingData data = SimulatedLog.data(1800);
        Trainer trainer = trainer(Providers.all().get(0), "optimizer=sgd l2=1 learning-rate=100 epochs=9 batch=64 patience=0", 1);
        Memory memory = new Memory(3);
        assertThatThrownBy(() -> trainer.train(trainer.initialModel(data), data, TrainingListener.NONE, memory))
                .hasMessageMatching("training diverged at step \\d+ \\(batch \\d+ of .* in epoch \\d+\\): .*train again with .*");
        assertThat(memory.state).isNotNull().returns(3L, TrainingState::optimizerSteps);
        assertThat(memory.arrays).isNotEmpty().allSatisfy(values -> {
            for (float value : values) {
                assertThat(value).isFinite();
            }
        });
    }

    /** A row that no later batch touches spoils no loss; it is found when all parameters are looked at, before they are kept. */
    @Test
    void aParameterThatIsNotFiniteIsNamedWithTheStepAndTheBatchThatItWasFoundAfter() {
        TrainingData data = SimulatedLog.data(1800);
        TrainingConfig config = TrainingConfig.defaults().with("batch", "100").with("bias", "zero").with("learning-rate", "0.01");
        RecommenderModel model = new Trainer(config, Providers.all().get(0)).initialModel(data);
        try (Workers workers = new Workers(1)) {
            TrainingSteps steps = new TrainingSteps(config, data, model, Providers.all().get(0), workers);
            for (int epoch = 1; epoch <= 2; epoch++) {
                for (long total = steps.begin(epoch); steps.done() < total; ) {
                    steps.step();
                }
                steps.requireFinite();
            }
            model.parameters().tensor("item_bias").data()[0] = Float.NEGATIVE_INFINITY;
            assertThatThrownBy(steps::requireFinite).isInstanceOf(InvalidInputException.class).hasMessage("training diverged at step %d "
                    + "(batch %d of bce in epoch 2) or before it: the tensor item_bias has a value that is not finite; train again with learning-rate=0.001 (it is 0.01)",
                    2 * steps.total(), steps.total());
        }
    }

    /** Rows that training never touches: no loss meets them, and every one of their values is finite. */
    @Test
    void anInfiniteValidationLogitIsNamedWithStepBatchAndRemedy() {
        Interactions valid = new Interactions.Builder(2).add(0, 0, Label.POSITIVE_CODE).add(SimulatedLog.USERS, SimulatedLog.ITEMS, Label.NEGATIVE_CODE).build();
        TrainingData data = new TrainingData(SimulatedLog.data(1800).train(), valid, SimulatedLog.USERS + 1, SimulatedLog.ITEMS + 1);
        Trainer trainer = trainer(Providers.all().get(0), "method=bce", 1);
        RecommenderModel model = trainer.initialModel(data);
        model.parameters().tensor("user_gmf").set(SimulatedLog.USERS, 0, 1e30f);
        model.parameters().tensor("item_gmf").set(SimulatedLog.ITEMS, 0, 1e30f);
        assertThatThrownBy(() -> trainer.train(model, data, TrainingListener.NONE)).isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("training diverged at step (\\d+) \\(batch \\1 of bce in epoch 1\\) or before it: the logit of validation row 1 "
                        + "\\(counted from 0\\) is -?Infinity; train again with learning-rate=0.001 \\(it is 0.01\\)");
    }

    /** What the sentence names as the remedy is taken at its word. */
    @ParameterizedTest
    @ValueSource(strings = {"optimizer=sgd learning-rate=100 epochs=40 batch=64 patience=0", "optimizer=sgd learning-rate=1 l2=100 epochs=200 patience=0"})
    void trainingAgainWithWhatWasSaidDoesNotDiverge(String settings) {
        TrainingData data = SimulatedLog.data(1800);
        Trainer trainer = trainer(Providers.all().get(0), settings, 1);
        Throwable diverged = catchThrowable(() -> trainer.train(data, TrainingListener.NONE));
        assertThat(diverged).isInstanceOf(DivergedException.class);
        Matcher said = Pattern.compile("train again with (\\S+=\\S+)").matcher(diverged.getMessage());
        assertThat(said.find()).isTrue();
        TrainingResult again = trainer(Providers.all().get(0), settings + " " + said.group(1), 1).train(data, TrainingListener.NONE);
        assertThat(again.history()).hasSizeGreaterThan(1);
        assertThat(again.model().parameters().tensors()).allMatch(Planted::isFinite);
    }

    /** Steps too small to change a float: no epoch is better than the first, and the third of those was being trained when the run was killed. */
    @Test
    void aRunThatWasKilledWhilePatienceRanOutStopsAtTheSameEpoch() {
        TrainingData data = SimulatedLog.data(1800);
        String settings = "optimizer=sgd learning-rate=1e-40 patience=3 epochs=9";
        Trainer first = trainer(Providers.all().get(0), settings, 1);
        assertThat(first.train(data, TrainingListener.NONE).history()).hasSize(4);
        Memory memory = new Memory(-1);
        assertThatThrownBy(() -> first.train(first.initialModel(data), data, killInEpoch(4), memory)).isInstanceOf(Killed.class);
        assertThat(memory.state).isNotNull().returns(4, TrainingState::epoch).returns(1, TrainingState::bestEpoch);
        TrainingResult result = first.train(first.initialModel(data), data, TrainingListener.NONE, memory);
        assertThat(result.history()).hasSize(4);
        assertThat(result.bestEpoch()).isEqualTo(1);
    }

    private static TrainingListener killInEpoch(int last) {
        return new TrainingListener() {
            @Override
            public void step(int epoch, long done, long total) {
                if (epoch == last) {
                    throw new Killed();
                }
            }
        };
    }

    @Test
    void aPenaltyThatIsTooLargeIsNamed() {
        TrainingData data = SimulatedLog.data(1800);
        Trainer trainer = trainer(Providers.all().get(0), "optimizer=sgd learning-rate=1 l2=100 epochs=200 patience=0", 1);
        assertThatThrownBy(() -> trainer.train(data, TrainingListener.NONE))
                .hasMessageContaining("train again with l2=0.1 or less");
    }
}
