package dev.obverse.core.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.annotate.Reason.Neighbour;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.loss.InverseDualLoss;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** Two users and six items whose embeddings lie where the eye can see what is close to what. */
final class AnnotatorTest {
    private static final float[] ITEMS = {1, 0, 2, 0, 0, 1, -1, 0, 1, 1, 0, 0};

    private final Annotator annotator = new Annotator(recommender(history()), new ScalarKernels());

    private static TrainingHistory history() {
        Interactions.Builder rows = new Interactions.Builder(8);
        rows.add(0, 0, Label.UNLABELED_CODE);
        rows.add(0, 1, Label.POSITIVE_CODE);
        rows.add(0, 2, Label.NEGATIVE_CODE);
        rows.add(0, 3, Label.POSITIVE_CODE);
        rows.add(0, 4, Label.NEGATIVE_CODE);
        rows.add(0, 5, Label.POSITIVE_CODE);
        rows.add(1, 1, Label.NEGATIVE_CODE);
        return TrainingHistory.of(rows.build(), 2);
    }

    private static Recommender recommender(@Nullable TrainingHistory history) {
        RecommenderModel model = new Architecture(2, 0, List.of(), false, false, false).build(2, 6, new ScalarKernels(), new SplitMix64(1));
        model.parameters().tensor("item_gmf").assign(ITEMS);
        model.parameters().tensor("user_gmf").assign(new float[] {3, -1, 0.5f, 2});
        return new Recommender(model, TrainingConfig.defaults(), Vocabulary.of(List.of("ann", "bob")),
                Vocabulary.of(List.of("a", "b", "c", "d", "e", "f")), history, Map.of());
    }

    private Reason reason(int user, int item) {
        Reason reason = annotator.annotate(user, item).reason();
        assertThat(reason).isNotNull();
        return reason;
    }

    @Test
    void theClosestThreeLabelledItemsStandInOrder() {
        List<Neighbour> closest = reason(0, 0).closest();
        assertThat(closest).extracting(Neighbour::item).containsExactly(1, 4, 2);
        assertThat(closest).extracting(Neighbour::liked).containsExactly(true, false, false);
        assertThat(closest.get(0).cosine()).isCloseTo(1, within(1e-12));
        assertThat(closest.get(1).cosine()).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(closest.get(2).cosine()).isCloseTo(0, within(1e-12));
    }

    @Test
    void anItemIsNoReasonForItself() {
        assertThat(reason(0, 1).closest()).extracting(Neighbour::item).containsExactly(4, 2, 3);
        assertThat(reason(1, 1).closest()).isEmpty();
    }

    @Test
    void anEmbeddingWithoutDirectionIsCloseToNothing() {
        assertThat(reason(0, 5).closest()).isEmpty();
    }

    /** Three of five labels of the user are positive, one of two of the item, three of six of all. */
    @Test
    void ratesAreShrunkByFiveLabels() {
        Reason reason = reason(0, 1);
        assertThat(reason.userRate()).isCloseTo((3 + 5 * 0.5) / (5 + 5), within(1e-12));
        assertThat(reason.userLabels()).isEqualTo(5);
        assertThat(reason.itemRate()).isCloseTo((1 + 5 * 0.5) / (2 + 5), within(1e-12));
        assertThat(reason.itemLabels()).isEqualTo(2);
        assertThat(reason(1, 0).itemLabels()).as("an UNLABELED row is no label").isZero();
    }

    @Test
    void unknownIdsHaveTheGlobalRateAndNothingClose() {
        assertThat(reason(Interactions.UNKNOWN, Interactions.UNKNOWN)).isEqualTo(new Reason(0.5, 0, 0.5, 0, List.of()));
        assertThat(reason(0, Interactions.UNKNOWN).closest()).isEmpty();
        assertThat(reason(Interactions.UNKNOWN, 0).closest()).isEmpty();
    }

    @Test
    void lossesAndWeightsAreThoseOfTheLogit() {
        Annotation annotation = annotator.annotate(0, 4);
        assertThat(annotation.logit()).isNotZero();
        assertThat(annotation.probability()).isEqualTo(Logistic.sigmoid(annotation.logit()));
        assertThat(annotation.loss()).isEqualTo(InverseDualLoss.of(annotation.logit()));
    }

    @Test
    void aBatchGivesWhatSinglePairsGive() {
        Batch batch = new Batch(12);
        for (int pair = 0; pair < 12; pair++) {
            batch.add(pair / 6, pair % 6, Label.UNLABELED_CODE);
        }
        List<Annotation> together = annotator.annotate(batch);
        assertThat(together).hasSize(12);
        for (int pair = 0; pair < 12; pair++) {
            assertThat(together.get(pair)).isEqualTo(annotator.annotate(pair / 6, pair % 6));
        }
        batch.clear();
        assertThat(annotator.annotate(batch)).isEmpty();
    }

    @Test
    void aModelWithoutHistoryGivesNoReason() {
        Annotation annotation = new Annotator(recommender(null), new ScalarKernels()).annotate(0, 0);
        assertThat(annotation.reason()).isNull();
        assertThat(annotation.logit()).isEqualTo(annotator.annotate(0, 0).logit());
    }
}
