package dev.obverse.core.rank;

import static java.util.Objects.requireNonNull;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What rankings are held against: a sort of all scores, which a model's own forward pass gives. */
final class FullSort {
    private FullSort() {}

    /** A model with small whole numbers as values, so that every order of additions gives the same logits, and many of them are tied. */
    static RecommenderModel model(Kernels kernels, BackboneKind kind, boolean rich, int users, int items) {
        RecommenderModel model = Architecture.of(kind, 4, rich, rich, true).build(users, items, kernels, new SplitMix64(3));
        SplitMix64 random = new SplitMix64(4);
        for (TensorView view : model.parameters().tensors()) {
            for (int row = 0; row < view.rows(); row++) {
                for (int i = 0; i < view.width(); i++) {
                    view.set(row, i, random.nextInt(5) - 2);
                }
            }
        }
        return model;
    }

    private static float[] logits(Backbone backbone, int user, int items) {
        Batch batch = new Batch(items);
        IntStream.range(0, items).forEach(item -> batch.add(user, item, Label.UNLABELED_CODE));
        return backbone.pass(items).logits(batch).clone();
    }

    static float[] scores(RecommenderModel model, int user, Weighting weighting, int items) {
        float[] like = logits(model.labels(), user, items);
        if (weighting == Weighting.LIKE) {
            return like;
        }
        float[] exposed = logits(requireNonNull(model.exposure()), user, items);
        float[] both = new float[items];
        for (int item = 0; item < items; item++) {
            both[item] = (float) -(Logistic.softplus(-like[item]) + Logistic.softplus(-exposed[item]));
        }
        return both;
    }

    /** The best n items, the smaller one first among ties, without those of no number or minus infinity. */
    static List<Integer> best(float[] scores, int n, IntPredicate without) {
        return IntStream.range(0, scores.length).boxed()
                .filter(item -> !without.test(item) && scores[item] > Float.NEGATIVE_INFINITY)
                .sorted(Comparator.<Integer>comparingDouble(item -> -scores[item] + 0.0).thenComparing(Comparator.naturalOrder()))
                .limit(n).toList();
    }

    /** The items of a list. */
    static List<Integer> list(TopLists lists, int j) {
        return IntStream.range(0, lists.size(j)).map(rank -> lists.item(j, rank)).boxed().toList();
    }
}
