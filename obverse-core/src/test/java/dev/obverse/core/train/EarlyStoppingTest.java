package dev.obverse.core.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyStoppingTest {
    /** A rate below every rounding error: the metric never moves, so the first epoch stays the best. */
    private static final String[] FROZEN = {"optimizer", "sgd", "learning-rate", "1e-40"};

    @ParameterizedTest
    @CsvSource({"1, 2", "3, 4", "20, 6", "0, 6"})
    void stopsAfterPatienceEpochsWithoutABetterMetric(String patience, int epochs) {
        TrainingResult result = Planted.trainer(with("epochs", "6", "patience", patience)).train(Planted.data(), TrainingListener.NONE);
        assertThat(result.history()).hasSize(epochs).extracting(EpochRecord::epoch).first().isEqualTo(1);
        assertThat(result.bestEpoch()).isOne();
        assertThat(result.history()).extracting(EpochRecord::best).containsOnlyOnce(true).startsWith(true);
    }

    /** Rates at which each metric gets worse again well before the end. */
    @ParameterizedTest
    @ValueSource(strings = {"auc", "gauc", "logloss"})
    void givesBackTheModelOfTheBestEpoch(String select) {
        TrainingData data = Planted.data();
        TrainingResult result = Planted.trainer("epochs", "30", "learning-rate", "0.05", "select", select).train(data, TrainingListener.NONE);
        assertThat(result.history()).hasSize(30);
        assertThat(result.bestEpoch()).as("the case tests something").isBetween(2, 29);
        Metric metric = Metric.named(select);
        double best = requireNonNull(result.best().valid()).get(metric);
        for (EpochRecord record : result.history()) {
            assertThat(metric.isBetter(requireNonNull(record.valid()).get(metric), best)).as("epoch %d", record.epoch()).isFalse();
        }
        assertThat(new Scorer(result.model().labels()).evaluate(data.valid())).hasToString(requireNonNull(result.best().valid()).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void withoutValidationRowsTheLastEpochIsTheBest(String patience) {
        TrainingResult result =
                Planted.trainer("epochs", "5", "patience", patience).train(Planted.withoutValidation(), TrainingListener.NONE);
        assertThat(result.bestEpoch()).isEqualTo(5);
        assertThat(result.history()).hasSize(5).allSatisfy(record -> assertThat(record.valid()).isNull());
    }

    /** AUC of rows of one label is undefined: nothing says that an early epoch is better than a late one. */
    @Test
    void whileTheMetricIsUndefinedTheLastEpochIsTheBest() {
        Interactions positives = Interactions.of(new int[] {0, 1}, new int[] {0, 1}, new byte[] {Label.POSITIVE_CODE, Label.POSITIVE_CODE});
        TrainingData data = new TrainingData(Planted.data().train(), positives, Planted.USERS, Planted.ITEMS);
        TrainingResult result = Planted.trainer("epochs", "5", "patience", "2").train(data, TrainingListener.NONE);
        assertThat(result.bestEpoch()).isEqualTo(5);
    }

    @Test
    void validationRowsMayHaveUnknownIds() {
        Interactions rows = Interactions.of(new int[] {0, -1, 3, -1}, new int[] {-1, 2, 5, -1}, new byte[] {1, 0, 1, 0});
        TrainingData data = new TrainingData(Planted.data().train(), rows, Planted.USERS, Planted.ITEMS);
        TrainingResult result = Planted.trainer("epochs", "2", "bias", "prior", "linear", "true").train(data, TrainingListener.NONE);
        assertThat(requireNonNull(result.best().valid()).rows()).isEqualTo(4);
    }

    @Test
    void theListenerHearsOfEveryStepAndEveryEpoch() {
        List<String> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void step(int epoch, long done, long total) {
                heard.add(epoch + ": " + done + "/" + total);
            }

            @Override
            public void epoch(EpochRecord epoch) {
                heard.add("epoch " + epoch.epoch());
            }
        };
        Planted.trainer("epochs", "2", "batch", "400").train(Planted.data(), listener);
        assertThat(heard).containsExactly("1: 1/3", "1: 2/3", "1: 3/3", "epoch 1", "2: 1/3", "2: 2/3", "2: 3/3", "epoch 2");
    }

    private static String[] with(String... settings) {
        List<String> all = new ArrayList<>(List.of(FROZEN));
        all.addAll(List.of(settings));
        return all.toArray(String[]::new);
    }
}
