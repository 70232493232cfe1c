package dev.obverse.cli;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.sample.Batch;
import org.jspecify.annotations.Nullable;

/** What a model says of pairs, batch by batch: the same digits in whatever is written. */
final class PairScores {
    private static final int CAPACITY = 4096;

    private final Batch batch = new Batch(CAPACITY);
    private final Pass labels;
    private final @Nullable Pass exposure;
    private float[] likeLogits = new float[0];
    private float[] exposureLogits = new float[0];

    PairScores(RecommenderModel model) {
        Backbone second = model.exposure();
        labels = model.labels().pass(CAPACITY);
        exposure = second == null ? null : second.pass(CAPACITY);
    }

    void clear() {
        batch.clear();
    }

    void add(int user, int item) {
        batch.add(user, item, Label.UNLABELED_CODE);
    }

    /** Scores all pairs that were added. */
    void score() {
        likeLogits = labels.logits(batch);
        exposureLogits = exposure == null ? exposureLogits : exposure.logits(batch);
    }

    float logit(int pair) {
        return likeLogits[pair];
    }

    /** P(like | exposed). */
    double probability(int pair) {
        return Logistic.sigmoid(likeLogits[pair]);
    }

    /** P(exposed), where there is a head for it. */
    double exposure(int pair) {
        return Logistic.sigmoid(exposureLogits[pair]);
    }
}
