package dev.obverse.core.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.TrainingData;
import org.junit.jupiter.api.Test;

/** A model whose two heads disagree: items 0..4 are liked once they are shown, items 5..9 are shown. */
class PreferenceTest {
    private static final int USERS = 6;
    private static final int ITEMS = 10;

    private static RecommenderModel model(boolean exposure) {
        RecommenderModel model = Architecture.of(BackboneKind.GMF, 2, true, false, exposure)
                .build(USERS, ITEMS, new ScalarKernels(), new SplitMix64(1));
        for (int item = 0; item < ITEMS; item++) {
            model.parameters().tensor("item_bias").set(item, 0, item < 5 ? 1 : 0);
            if (exposure) {
                TensorView shown = model.parameters().tensor("item_exposure_bias");
                shown.set(item, 0, item < 5 ? -5 : 5);
            }
        }
        return model;
    }

    private static TrainingData data(int... likedItems) {
        Interactions.Builder train = new Interactions.Builder(2);
        train.add(0, 0, Label.POSITIVE_CODE).add(0, 9, Label.NEGATIVE_CODE);
        Interactions.Builder valid = new Interactions.Builder(USERS);
        for (int item : likedItems) {
            valid.add(1 + item % 5, item, Label.POSITIVE_CODE);
        }
        return new TrainingData(train.build(), valid.build(), USERS, ITEMS);
    }

    private static Preference preference(RecommenderModel model, TrainingData data) {
        return Preference.of(model, data, new ScalarKernels(), Workers.none());
    }

    @Test
    void theWeightingThatFindsTheValidationPositivesIsPreferred() {
        Preference shown = preference(model(true), data(5, 6, 7));
        assertThat(shown.weighting()).isEqualTo(Weighting.EXPOSURE);
        assertThat(shown.metrics()).containsOnlyKeys(Weighting.LIKE, Weighting.EXPOSURE);
        assertThat(shown.users()).isEqualTo(3);
        assertThat(preference(model(true), data(1, 2, 3)).weighting()).isEqualTo(Weighting.LIKE);
    }

    @Test
    void withoutAChoiceItIsLike() {
        assertThat(preference(model(false), data(5, 6)).weighting()).isEqualTo(Weighting.LIKE);
        Preference nothing = preference(model(true), data());
        assertThat(nothing).isEqualTo(new Preference(Weighting.LIKE, nothing.metrics(), 0));
        assertThat(nothing.metrics()).isEmpty();
    }
}
