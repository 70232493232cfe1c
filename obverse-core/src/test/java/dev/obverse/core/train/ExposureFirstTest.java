package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.optimizer.LazyAdam;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SeenItems;
import dev.obverse.core.train.RecordingBackbone.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exposure pre-training: what its batches are, how many there are, and what they teach. */
class ExposureFirstTest {
    private static final int BATCH = 128;
    private final Kernels kernels = new ScalarKernels();
    private final TrainingData data = Planted.withoutValidation();

    @ParameterizedTest
    @CsvSource({"10, 0.1", "0.5, 0", "3, 1"})
    void thePassesOfTheFirstEpochAndTheShareOfTheLaterOnesAreCountedInRows(double passes, double share) {
        TrainingConfig config = Planted.config("exposure-epochs", Double.toString(passes), "exposure-share", Double.toString(share));
        Method method = Methods.of(session(config, data));
        int rows = data.train().size();
        assertThat(exposureSteps(method, 1)).isEqualTo((int) Math.ceil(passes * rows / BATCH));
        assertThat(exposureSteps(method, 2)).isEqualTo((int) Math.ceil(share * rows / BATCH));
        assertThat(Planted.epoch(method, 2).get(Planted.epoch(method, 2).size() - 1).name()).isEqualTo("bce");
    }

    private static int exposureSteps(Method method, int epoch) {
        return Planted.epoch(method, epoch).stream().filter(phase -> phase.name().equals("exposure")).mapToInt(Phase::steps).sum();
    }

    /** Exposed pairs are recorded as labelled, unexposed ones as unlabeled. */
    @Test
    void aBatchIsRowsOfAnyLabelEachWithAnItemThatItsUserHasNoRowWith() {
        List<Step> steps = recordExposure(Planted.config("exposure-epochs", "20", "epochs", "1"));
        SeenItems seen = SeenItems.of(data.train(), Planted.USERS, Planted.ITEMS);
        Set<Integer> exposed = steps.stream().flatMap(step -> step.labelled().stream()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(exposed).as("after twenty passes with replacement every row was drawn").hasSize(data.train().size());
        for (Step step : steps) {
            assertThat(step.labelled()).allMatch(pair -> seen.contains(pair / 1000, pair % 1000));
            assertThat(step.unlabeled()).isNotEmpty().noneMatch(pair -> seen.contains(pair / 1000, pair % 1000));
            assertThat(users(step.unlabeled())).isEqualTo(users(step.labelled()));
        }
        assertThat(steps.get(0)).isNotEqualTo(steps.get(1));
    }

    private static Set<Integer> users(Set<Integer> pairs) {
        return pairs.stream().map(pair -> pair / 1000).collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Step> recordExposure(TrainingConfig config) {
        Trainer trainer = new Trainer(config, kernels);
        RecommenderModel model = trainer.initialModel(data);
        RecordingBackbone head = new RecordingBackbone(Objects.requireNonNull(model.exposure()));
        trainer.train(new RecommenderModel(model.labels(), head), data, head);
        return head.steps().stream().filter(step -> !step.labelled().isEmpty()).toList();
    }

    /** Group g of users is shown the items of group g only, and likes half of them at random. */
    @ParameterizedTest
    @ValueSource(strings = {"gmf", "mlp", "neumf"})
    void preTrainingLowersTheExposureLossAndTeachesTheSharedEmbeddings(String backbone) {
        TrainingData groups = groups();
        TrainingConfig config = Planted.config("exposure-epochs", "60", "exposure-share", "5", "epochs", "2", "backbone", backbone);
        TrainingSession session = session(config, groups);
        Parameters labels = session.model().labels().parameters();
        Parameters exposure = Objects.requireNonNull(session.model().exposure()).parameters();
        assertThat(exposure.tables().subList(0, 2)).as("one object in both heads").isEqualTo(labels.tables().subList(0, 2));
        List<float[]> before = labels.tables().stream().flatMap(t -> t.tensors().stream()).map(TensorView::copy).toList();

        double untrained = exposureLoss(session);
        EpochStatistics statistics = new EpochStatistics();
        Phase phase = Planted.epoch(Methods.of(session), 1).get(0);
        StepBatches batches = new StepBatches();
        for (int step = 0; step < phase.steps(); step++) {
            phase.fill(step, batches);
            phase.step(step, batches, statistics);
        }
        assertThat(untrained).isBetween(0.69, 0.70);
        assertThat(exposureLoss(session)).isLessThan(0.5);
        List<float[]> after = labels.tables().stream().flatMap(t -> t.tensors().stream()).map(TensorView::copy).toList();
        assertThat(after.get(0)).as("user embeddings of the label head").isNotEqualTo(before.get(0));
        assertThat(session.optimizer().steps()).as("one optimizer for both heads").isEqualTo(phase.steps());

        List<EpochRecord> history = new Trainer(config, kernels).train(groups, TrainingListener.NONE).history();
        assertThat(history.get(1).losses().get("exposure")).isLessThan(history.get(0).losses().get("exposure"));
        assertThat(history.get(0).losses()).containsOnlyKeys("exposure", "bce");
    }

    /** Mean BCE of all pairs of users and items, seen or not. */
    private static double exposureLoss(TrainingSession session) {
        TrainingData data = session.data();
        SeenItems seen = SeenItems.of(data.train(), data.users(), data.items());
        Batch batch = new Batch(0);
        for (int user = 0; user < data.users(); user++) {
            for (int item = 0; item < data.items(); item++) {
                batch.add(user, item, seen.contains(user, item) ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE);
            }
        }
        float[] logits = Objects.requireNonNull(session.model().exposure()).pass(batch.size()).logits(batch);
        return CrossEntropy.mean(batch, logits);
    }

    private static TrainingData groups() {
        Interactions.Builder rows = new Interactions.Builder(0);
        for (int user = 0; user < 40; user++) {
            for (int item = user % 2; item < 40; item += 2) {
                rows.add(user, item, (byte) ((user + item / 2) % 3));
            }
        }
        return new TrainingData(rows.build(), Interactions.empty(), 40, 40);
    }

    @Test
    void withoutUnlabeledRowsItUsesTheLabelledOnesAndSaysSoOnce() {
        TrainingData labelled = new TrainingData(
                data.train().select(data.train().labelledRows()), Interactions.empty(), Planted.USERS, Planted.ITEMS);
        TrainingConfig config = Planted.config("method", "obverse", "exposure-epochs", "1", "epochs", "2");
        assertThat(messages(() -> new Trainer(config, kernels).train(labelled, TrainingListener.NONE)))
                .containsExactly("exposure pre-training uses the " + labelled.train().size()
                        + " labelled training rows, for none is UNLABELED");
        assertThat(messages(() -> new Trainer(config, kernels).train(data, TrainingListener.NONE))).isEmpty();
    }

    private static List<String> messages(Runnable run) {
        List<String> messages = new ArrayList<>();
        Logger logger = Logger.getLogger(ExposureFirst.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                messages.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            run.run();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }

    @Test
    void aModelWithoutTheHeadIsRefused() {
        RecommenderModel model = new Trainer(Planted.config(), kernels).initialModel(data);
        Trainer trainer = new Trainer(Planted.config("exposure-epochs", "1"), kernels);
        assertThatThrownBy(() -> trainer.train(model, data, TrainingListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the model has no exposure head to pre-train: set exposure-epochs=0, or train a model that has one");
    }

    @Test
    void aLogInWhichEverybodyHasSeenEverythingIsRefused() {
        Interactions rows = Interactions.of(new int[] {0, 0}, new int[] {0, 1}, new byte[] {0, 1});
        TrainingData full = new TrainingData(rows, Interactions.empty(), 1, 2);
        assertThatThrownBy(() -> Planted.trainer("method", "obverse").train(full, TrainingListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("every user has a row with every item, so there is no unexposed pair to draw: use pool=exposed or a method without unlabeled pairs, "
                        + "and exposure-epochs=0");
    }

    private TrainingSession session(TrainingConfig config, TrainingData of) {
        RecommenderModel model = new Trainer(config, kernels).initialModel(of);
        LazyAdam optimizer = new LazyAdam(kernels, config.learningRate(), 0);
        model.parameters().reserveState(optimizer.stateSlots());
        return new TrainingSession(config, of, model, optimizer, kernels, Workers.none(), false);
    }
}
