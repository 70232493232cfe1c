package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trained model goes on with rows of more users and items. */
final class GrowthTest {
    private static final int USERS = 45;
    private static final int ITEMS = 70;

    private final TrainingData whole = Planted.data();
    private final TrainingData first = new TrainingData(known(whole.train(), true), known(whole.valid(), true), USERS, ITEMS);
    private final TrainingData more =
            new TrainingData(known(whole.train(), false), whole.valid(), Planted.USERS, Planted.ITEMS).after(first.train());

    private static Interactions known(Interactions rows, boolean wanted) {
        return rows.select(IntStream.range(0, rows.size())
                .filter(row -> (rows.user(row) < USERS && rows.item(row) < ITEMS) == wanted).toArray());
    }

    private RecommenderModel start(String... settings) {
        return Planted.trainer(settings).train(first, TrainingListener.NONE).model();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gmf", "mlp", "neumf"})
    void whatIsKnownStaysAndWhatIsNewIsTheMeanUntilItIsTrained(String backbone) {
        String[] settings = {"backbone", backbone, "bias", "zero", "exposure-epochs", "1"};
        RecommenderModel start = start(settings);
        List<float[]> before = start.parameters().snapshot();
        RecommenderModel grown = Planted.trainer(settings).grownModel(start, more);
        for (TensorView tensor : grown.parameters().tensors()) {
            TensorView old = start.parameters().tensor(tensor.name());
            boolean users = tensor.rows() == Planted.USERS && old.rows() == USERS;
            boolean items = tensor.rows() == Planted.ITEMS && old.rows() == ITEMS;
            assertThat(users || items || tensor.rows() == old.rows()).as(tensor.name()).isTrue();
            for (int k = 0; k < tensor.width(); k++) {
                double sum = 0;
                for (int row = 0; row < old.rows(); row++) {
                    assertThat(tensor.get(row, k)).as(tensor.name()).isEqualTo(old.get(row, k));
                    sum += old.get(row, k);
                }
                for (int row = old.rows(); row < tensor.rows(); row++) {
                    assertThat(tensor.get(row, k)).as(tensor.name()).isEqualTo((float) (sum / old.rows()));
                }
            }
        }
        Planted.trainer(settings).train(grown, more, TrainingListener.NONE);
        for (int t = 0; t < before.size(); t++) {
            assertThat(start.parameters().snapshot().get(t)).as("the start model").containsExactly(before.get(t));
        }
    }

    @Test
    void newBiasesStartFromTheShrunkRatesOfAllRows() {
        RecommenderModel start = start("bias", "prior");
        TensorView grown = Planted.trainer("bias", "prior").grownModel(start, more).parameters().tensor("user_bias");
        ShrunkRates rates = ShrunkRates.of(new TrainingData(whole.train(), whole.valid(), Planted.USERS, Planted.ITEMS));
        for (int user = 0; user < Planted.USERS; user++) {
            float expected = user < USERS ? start.parameters().tensor("user_bias").get(user, 0) : (float) rates.userBias(user);
            assertThat(grown.get(user, 0)).isEqualTo(expected);
        }
    }

    @Test
    void oldUsersKeepTheirScoresNearlyAndNewOnesGetBetterThanTheirPrior() {
        String[] settings = {"bias", "prior", "epochs", "10"};
        RecommenderModel start = start(settings);
        RecommenderModel grown = Planted.trainer(settings).grownModel(start, more);
        Interactions old = known(whole.valid(), true);
        Interactions strangers = whole.valid().select(
                IntStream.range(0, whole.valid().size()).filter(row -> whole.valid().user(row) >= USERS).toArray());
        double prior = new Scorer(grown.labels()).evaluate(strangers).get(Metric.LOGLOSS);
        double before = new Scorer(start.labels()).evaluate(old).get(Metric.AUC);
        Planted.trainer(settings).train(grown, more, TrainingListener.NONE);
        assertThat(new Scorer(grown.labels()).evaluate(strangers).get(Metric.LOGLOSS)).isLessThan(prior - 0.005);
        assertThat(new Scorer(grown.labels()).evaluate(old).get(Metric.AUC)).isCloseTo(before, within(0.05));
    }

    /** Keeps the state after one step, and stops the run some steps later as a kill would. */
    private static final class KilledOnce implements Checkpoints, TrainingListener {
        private final List<float[]> arrays = new ArrayList<>();
        private @Nullable TrainingState state;
        private int steps;

        @Override
        public @Nullable TrainingState resume(Parameters parameters) {
            for (int i = 0; i < arrays.size(); i++) {
                System.arraycopy(arrays.get(i), 0, parameters.all().get(i).data(), 0, arrays.get(i).length);
            }
            return state;
        }

        @Override
        public boolean dueAfterStep(long optimizerSteps) {
            return optimizerSteps == 5;
        }

        @Override
        public boolean dueAfterEpoch(int epoch) {
            return false;
        }

        @Override
        public void save(TrainingState now, Parameters parameters) {
            state = now;
            parameters.all().forEach(parameter -> arrays.add(parameter.data().clone()));
        }

        @Override
        public void step(int epoch, long done, long total) {
            if (++steps == 8) {
                throw new IllegalStateException("killed");
            }
        }
    }

    @Test
    void aKilledRunGoesOnToTheSameBits() {
        String[] settings = {"bias", "prior", "method", "sampled", "batch", "64"};
        RecommenderModel start = start(settings);
        Trainer trainer = Planted.trainer(settings);
        RecommenderModel alone = trainer.train(trainer.grownModel(start, more), more, TrainingListener.NONE).model();
        KilledOnce kept = new KilledOnce();
        RecommenderModel killed = trainer.grownModel(start, more);
        assertThatThrownBy(() -> trainer.train(killed, more, kept, kept)).hasMessage("killed");
        RecommenderModel resumed = trainer.train(trainer.grownModel(start, more), more, TrainingListener.NONE, kept).model();
        for (int t = 0; t < alone.parameters().snapshot().size(); t++) {
            assertThat(resumed.parameters().snapshot().get(t)).containsExactly(alone.parameters().snapshot().get(t));
        }
    }

    /** As within one log. */
    @Test
    void aMereViewReplacesNoLabel() {
        TrainingData data = new TrainingData(rows(0, 0, 2, 0, 1, 2, 1, 1, 1), Interactions.empty(), 2, 2).after(rows(0, 0, 1, 1, 0, 2, 0, 1, 2));
        assertThat(data.train().size()).as("the view of (0, 0) is left out").isEqualTo(2);
        assertThat(data.all().size()).isEqualTo(4);
        assertThat(data.labelsOfUsers()).containsExactly(1, 1);
    }

    @Test
    void aNewRowReplacesAnOlderOneOfItsPair() {
        Interactions before = rows(0, 0, 1, 0, 1, 0, 1, 0, 2);
        TrainingData data = new TrainingData(rows(0, 1, 1, 1, 1, 0), Interactions.empty(), 2, 2).after(before);
        assertThat(data.earlier().size()).isEqualTo(2);
        assertThat(data.all().size()).isEqualTo(4);
        assertThat(data.positivesOfUsers()).as("POSITIVE rows").containsExactly(2, 0);
        assertThat(data.labelsOfItems()).as("labelled rows of items").containsExactly(1, 2);
        assertThat(data.alreadyKnown(rows(0, 0, 0, 0, 1, 0, -1, -1, 1))).isEqualTo(1);
        assertThat(data.alreadyKnown(rows(1, 0, 1))).as("a mere view gives no label away").isZero();
        assertThat(data.seen().contains(1, 0)).as("an older row is no unexposed pair").isTrue();
    }

    private static Interactions rows(int... cells) {
        Interactions.Builder rows = new Interactions.Builder(cells.length / 3);
        for (int at = 0; at < cells.length; at += 3) {
            rows.add(cells[at], cells[at + 1], Label.of((byte) cells[at + 2]).code());
        }
        return rows.build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dim=4", "backbone=mlp", "bias=zero", "linear=true", "exposure-epochs=1"})
    void aModelOfAnotherShapeIsRefused(String setting) {
        Trainer other = new Trainer(Planted.config(setting.split("=", -1)), new ScalarKernels());
        RecommenderModel start = start();
        assertThatThrownBy(() -> other.grownModel(start, more))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("goes on only as one of the same backbone and settings");
    }

    @Test
    void aModelOfMoreUsersThanTheDataIsRefused() {
        RecommenderModel start = Planted.train().model();
        assertThatThrownBy(() -> Planted.trainer().grownModel(start, first)).hasMessageContaining("user_gmf of 60 x 8 cannot become user_gmf of 45 x 8");
    }
}
