package dev.obverse.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.Choice;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.core.train.Scorer;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.core.train.TrainingResult;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Model-agnostic means this: a backbone of somebody else's, outside the core and through its public API alone, is trained by every method,
 * the Inverse Gradient included.
 */
final class ForeignBackboneTest {
    private static final int USERS = 80;
    private static final int ITEMS = 60;

    private final SplitMix64 random = new SplitMix64(11);
    private final double[] popularity = new double[ITEMS];
    private final TrainingData data = log();

    @ParameterizedTest
    @CsvSource({"ig, exposed", "ig, unexposed", "ig, mixed", "idl, exposed", "sampled, exposed", "bce, unexposed"})
    void aForeignBackboneIsTrained(String method, String pool) {
        RecommenderModel model = new RecommenderModel(new PopularityModel(USERS, popularity, 5));
        double start = new Scorer(model.labels()).evaluate(data.valid()).get(Metric.AUC);
        TrainingConfig config =
                TrainingConfig.of(
                        Map.of(
                                "method", method, "pool", pool, "training-train", "0.5", "learning-rate", "0.02", "batch", "128", "epochs", "15",
                                "unlabeled-ratio", "2"));
        TrainingResult result = new Trainer(config, new ScalarKernels()).train(model, data, TrainingListener.NONE);

        assertThat(result.model()).isSameAs(model);
        double trained = new Scorer(model.labels()).evaluate(data.valid()).get(Metric.AUC);
        assertThat(trained).isGreaterThan(start + 0.1).isGreaterThan(0.65);
        for (EpochRecord record : result.history()) {
            long trials = record.choices().values().stream().mapToLong(Long::longValue).sum();
            assertThat(trials).isEqualTo(method.equals("ig") ? guardedSteps() : 0);
        }
        if (method.equals("ig")) {
            assertThat(result.history())
                    .as("trials move the foreign model: some are accepted")
                    .anyMatch(record -> record.choices().getOrDefault(Choice.STAY, 0L) < guardedSteps());
        }
    }

    private long guardedSteps() {
        int labelled = data.train().labelledRows().length;
        return (labelled - Math.round(0.5 * labelled) + 127) / 128;
    }

    /** Popular items are liked less, some users like everything more, and a taste of rank one is on top; a third is UNLABELED. */
    private TrainingData log() {
        for (int item = 0; item < ITEMS; item++) {
            popularity[item] = random.nextGaussian();
        }
        double[] mildness = gaussians(USERS);
        double[] taste = gaussians(USERS);
        double[] trait = gaussians(ITEMS);
        Interactions.Builder train = new Interactions.Builder(0);
        Interactions.Builder valid = new Interactions.Builder(0);
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                double z = -popularity[item] + mildness[user] + taste[user] * trait[item];
                byte label = z > 0 ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE;
                double fate = random.nextDouble();
                if (fate < 0.2) {
                    train.add(user, item, label);
                } else if (fate < 0.3) {
                    train.add(user, item, Label.UNLABELED_CODE);
                } else if (fate < 0.36) {
                    valid.add(user, item, label);
                }
            }
        }
        return new TrainingData(train.build(), valid.build(), USERS, ITEMS);
    }

    private double[] gaussians(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }
}
