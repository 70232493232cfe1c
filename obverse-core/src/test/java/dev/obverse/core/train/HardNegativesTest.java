package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.optimizer.Sgd;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SeenItems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dynamic negative sampling, seen on a model whose logit is the item's bias, the higher the later the item. */
class HardNegativesTest {
    private static final int PLACES = 600;
    private final TrainingData data = Planted.withoutValidation();
    private final SeenItems seen = SeenItems.of(data.train(), Planted.USERS, Planted.ITEMS);

    @Test
    void unlabeledPlacesGetAnUnseenItemOfTheirUserAndLabelledOnesStay() {
        Batch batch = choose(5, 1);
        for (int i = 0; i < PLACES; i++) {
            assertThat(batch.users()[i]).isEqualTo(i % Planted.USERS);
            if (i % 3 == 2) {
                assertThat(batch.labels()[i]).isEqualTo(Label.UNLABELED_CODE);
                assertThat(seen.contains(batch.users()[i], batch.items()[i])).isFalse();
            } else {
                assertThat(batch.items()[i]).isZero();
            }
        }
    }

    /** The highest of k uniform numbers in 0..1 has the mean k / (k + 1). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20})
    void theHighestScoredOfTheCandidatesIsTaken(int of) {
        Batch batch = choose(of, 1);
        double sum = 0;
        for (int i = 2; i < PLACES; i += 3) {
            sum += (batch.items()[i] + 0.5) / Planted.ITEMS;
        }
        double deviation = Math.sqrt(of / ((of + 1.0) * (of + 1.0) * (of + 2.0)) / (PLACES / 3));
        double mean = of / (of + 1.0);
        assertThat(sum / (PLACES / 3)).isBetween(mean - 5 * deviation, mean + 5 * deviation);
    }

    @Test
    void theDrawsBelongToKeyAndPlace() {
        assertThat(choose(3, 1).items()).isEqualTo(choose(3, 1).items()).isNotEqualTo(choose(3, 2).items());
    }

    private Batch choose(int of, long key) {
        TrainingConfig config = Planted.config("method", "dns", "bias", "zero", "hard-of", Integer.toString(of));
        ScalarKernels kernels = new ScalarKernels();
        RecommenderModel model = new Trainer(config, kernels).initialModel(data);
        TensorView weight = model.parameters().tensor("out_weight");
        weight.assign(new float[weight.rows() * weight.width()]);
        TensorView bias = model.parameters().tensor("item_bias");
        for (int item = 0; item < Planted.ITEMS; item++) {
            bias.set(item, 0, item);
        }
        TrainingSession session = new TrainingSession(config, data, model, new Sgd(kernels, 0.1, 0), kernels, Workers.none(), false);
        Batch batch = new Batch(PLACES);
        for (int i = 0; i < PLACES; i++) {
            batch.add(i % Planted.USERS, 0, (byte) (i % 3));
        }
        new HardNegatives(session.pool(), session).choose(batch, key, 0);
        return batch;
    }
}
