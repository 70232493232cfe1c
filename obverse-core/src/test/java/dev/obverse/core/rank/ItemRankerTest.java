package dev.obverse.core.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.fold.FoldIn;
import dev.obverse.core.fold.FoldedUser;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of all kinds in one pass, and the two stages where a pass over all items costs too much. */
class ItemRankerTest {
    private static final int USERS = 20;
    private static final int FEW = 500;
    private static final int MANY = 4000;

    static List<Arguments> models() {
        List<Arguments> all = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            for (BackboneKind kind : List.of(BackboneKind.GMF, BackboneKind.NEUMF)) {
                all.add(Arguments.of(kernels, kind));
            }
        }
        return all;
    }

    private static RecommenderModel model(Kernels kernels, BackboneKind kind, int items) {
        RecommenderModel model = Architecture.of(kind, 4, true, true, true).build(USERS, items, kernels, new SplitMix64(3));
        SplitMix64 random = new SplitMix64(4);
        for (TensorView view : model.parameters().tensors()) {
            for (int row = 0; row < view.rows(); row++) {
                for (int i = 0; i < view.width(); i++) {
                    view.set(row, i, (float) (0.4 * random.nextGaussian()));
                }
            }
        }
        return model;
    }

    private static List<Integer> list(TopLists lists, int j) {
        return IntStream.range(0, lists.size(j)).map(rank -> lists.item(j, rank)).boxed().toList();
    }

    private static List<Float> scores(TopLists lists, int j) {
        return IntStream.range(0, lists.size(j)).mapToObj(rank -> lists.score(j, rank)).toList();
    }

    private static TopRequest[] requests(FoldedUser folded) {
        return IntStream.range(0, 12)
                .mapToObj(j -> new TopRequest(
                        j % 5 == 1 ? folded.model() : null, j % 5 == 1 ? 0 : j - 2, 1 + 3 * j * j, Weighting.values()[j % 2], item -> item % 7 == j))
                .toArray(TopRequest[]::new);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aRequestGetsWhatItGetsAloneWhateverGoesWithIt(Kernels kernels, BackboneKind kind) {
        for (int items : new int[] {FEW, kind == BackboneKind.NEUMF ? MANY : FEW}) {
            RecommenderModel model = model(kernels, kind, items);
            FoldedUser folded = FoldIn.of(model, items).user(new int[] {1, 2, 3}, new byte[] {Label.POSITIVE_CODE, Label.NEGATIVE_CODE, 1});
            ItemRanker ranker = ItemRanker.of(model, items, kernels, Workers.none());
            TopRequest[] requests = requests(folded);
            TopLists together = new TopLists();
            TopLists alone = new TopLists();
            ranker.rank(requests, requests.length, together);
            for (int j = 0; j < requests.length; j++) {
                TopRequest one = requests[j];
                ranker.rank(new TopRequest[] {one}, 1, alone);
                assertThat(list(together, j)).as("request %d", j).isEqualTo(list(alone, 0)).noneMatch(one.without()::test)
                        .hasSizeLessThanOrEqualTo(one.n());
                assertThat(scores(together, j)).isEqualTo(scores(alone, 0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aFoldedUserIsRankedAsTheOnlyUserOfItsOwnModel(Kernels kernels, BackboneKind kind) {
        RecommenderModel model = model(kernels, kind, FEW);
        FoldedUser folded = FoldIn.of(model, FEW).user(new int[] {1, 2}, new byte[] {Label.POSITIVE_CODE, Label.NEGATIVE_CODE});
        TopLists lists = new TopLists();
        TopLists expected = new TopLists();
        for (Weighting weighting : Weighting.values()) {
            TopItems.of(folded.model(), FEW, kernels, Workers.none()).rank(new int[] {0}, 1, 25, weighting, null, expected);
            TopRequest request = new TopRequest(folded.model(), 0, 25, weighting, item -> false);
            ItemRanker.of(model, FEW, kernels, Workers.none()).rank(new TopRequest[] {request}, 1, lists);
            assertThat(list(lists, 0)).isEqualTo(list(expected, 0));
            assertThat(scores(lists, 0)).isEqualTo(scores(expected, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void theScoresOfAShortlistAreExactAndItMissesFewOfTheBest(Kernels kernels) {
        RecommenderModel model = model(kernels, BackboneKind.NEUMF, MANY);
        ItemRanker ranker = ItemRanker.of(model, MANY, kernels, Workers.none());
        assertThat(ranker).isInstanceOf(Shortlist.class);
        TopItems exact = TopItems.of(model, MANY, kernels, Workers.none());
        TopLists lists = new TopLists();
        TopLists expected = new TopLists();
        int found = 0;
        for (int user = -1; user < USERS; user++) {
            ranker.rank(new TopRequest[] {TopRequest.of(user, 20, Weighting.LIKE, null)}, 1, lists);
            exact.rank(new int[] {user}, 1, MANY, Weighting.LIKE, null, expected);
            List<Integer> all = list(expected, 0);
            Set<Integer> best = new HashSet<>(all.subList(0, 20));
            assertThat(scores(lists, 0)).isEqualTo(list(lists, 0).stream().map(item -> expected.score(0, all.indexOf(item))).toList());
            found += (int) list(lists, 0).stream().filter(best::contains).count();
        }
        assertThat(found).isGreaterThan(20 * (USERS + 1) * 95 / 100);
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void whereTheTowerIsLinearTheShortlistMissesNothing(Kernels kernels) {
        RecommenderModel model = model(kernels, BackboneKind.NEUMF, MANY);
        // With biases that no sum of the first layer falls below, and no negative weight, no ReLU ever cuts anything off.
        for (int layer = 0; layer < 3; layer++) {
            change(model.parameters().tensor("mlp_bias_" + layer), value -> 8);
            change(model.parameters().tensor("mlp_weight_" + layer), Math::abs);
        }
        TopLists lists = new TopLists();
        TopLists expected = new TopLists();
        TopItems exact = TopItems.of(model, MANY, kernels, Workers.none());
        for (int user = -1; user < 5; user++) {
            for (Weighting weighting : Weighting.values()) {
                ItemRanker.of(model, MANY, kernels, Workers.none())
                        .rank(new TopRequest[] {TopRequest.of(user, 100, weighting, null)}, 1, lists);
                exact.rank(new int[] {user}, 1, 100, weighting, null, expected);
                // The two ways to an exposure logit differ in the last digits.
                assertThat(list(lists, 0)).containsExactlyInAnyOrderElementsOf(list(expected, 0));
                if (weighting == Weighting.LIKE) {
                    assertThat(list(lists, 0)).isEqualTo(list(expected, 0));
                }
            }
        }
    }

    private static void change(TensorView view, DoubleUnaryOperator change) {
        for (int row = 0; row < view.rows(); row++) {
            for (int i = 0; i < view.width(); i++) {
                view.set(row, i, (float) change.applyAsDouble(view.get(row, i)));
            }
        }
    }
}
