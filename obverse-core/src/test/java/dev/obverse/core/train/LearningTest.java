package dev.obverse.core.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.metric.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every method learns a planted truth, and what cannot be learnt is refused in one sentence. */
class LearningTest {
    @ParameterizedTest
    @CsvSource({
        "bce, gmf, unexposed, adam", "bce, gmf, unexposed, adagrad", "bce, mlp, unexposed, adam", "bce, neumf, unexposed, adam",
        "sampled, gmf, unexposed, adam", "sampled, gmf, exposed, adam", "idl, gmf, unexposed, adam", "idl, neumf, exposed, adam",
        "tce, gmf, exposed, adam", "rce, gmf, unexposed, adam", "rce, gmf, popular, adam", "dns, gmf, exposed, adam",
        "ig, gmf, unexposed, adam", "ig, gmf, mixed, adagrad", "ig, neumf, exposed, adam"
    })
    void theValidationAucRisesFarAboveChance(String method, String backbone, String pool, String optimizer) {
        String rate = optimizer.equals("adagrad") ? "0.1" : "0.01";
        TrainingResult result = Planted.train(
                "method", method, "backbone", backbone, "pool", pool, "optimizer", optimizer, "learning-rate", rate, "epochs", "15",
                "training-train", "0.5");
        assertThat(requireNonNull(result.best().valid()).get(Metric.AUC)).isGreaterThan(0.65);
    }

    @Test
    void theLossFalls() {
        TrainingResult result = Planted.train("epochs", "10");
        double first = result.history().get(0).losses().get("bce");
        double last = result.history().get(9).losses().get("bce");
        assertThat(last).isLessThan(0.8 * first);
    }

    @Test
    void oneClassOnlyIsRefusedWithTheCounts() {
        Interactions rows = Interactions.of(new int[] {0, 0, 1}, new int[] {0, 1, 1}, new byte[] {1, 1, 2});
        TrainingData data = new TrainingData(rows, Interactions.empty(), 2, 2);
        assertThatThrownBy(() -> Planted.trainer().initialModel(data))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("training needs rows of both labels, but of 3 rows 2 are POSITIVE and 0 NEGATIVE: check the label predicates");
    }

    @Test
    void aTrainingIdOutsideTheTablesIsRefused() {
        Interactions rows = Interactions.of(new int[] {0, 2}, new int[] {0, 1}, new byte[] {1, 0});
        assertThatThrownBy(() -> new TrainingData(rows, Interactions.empty(), 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("training row 1 has an id outside 2 users and 2 items");
    }

    /** With batches of 64 the next step finds it; with one batch an epoch, the validation does. */
    @ParameterizedTest
    @CsvSource({"bce, 64", "tce, 64", "rce, 64", "idl, 64", "ig, 64", "bce, 100000", "ig, 100000"})
    void aPenaltyThatDivergesIsStoppedWithStepBatchAndRemedy(String method, String batch) {
        assertThatThrownBy(() -> Planted.train(
                        "method", method, "batch", batch, "optimizer", "sgd", "learning-rate", "100", "l2", "100", "epochs", "40"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("training diverged at step \\d+ \\(batch \\d+ of .+ in epoch \\d+\\)( or before it)?: .*; train again with l2=0.001 or less.*");
    }

    @Test
    void thePoolOfExposedPairsNeedsUnlabeledRows() {
        TrainingData data = Planted.data();
        TrainingData labelled = new TrainingData(
                data.train().select(data.train().labelledRows()), data.valid(), Planted.USERS, Planted.ITEMS);
        assertThatThrownBy(() -> Planted.trainer("method", "idl", "pool", "exposed").train(labelled, TrainingListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no UNLABELED row");
    }
}
