package dev.obverse.core.rank;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SeenItems;
import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Top-n lists against a full sort of what the model's own forward pass says. The models have small whole numbers as values, so
 * that every order of additions gives the same logits, and many of them are tied.
 */
class TopItemsTest {
    private static final int USERS = 40;
    private static final int ITEMS = 700;

    static List<Arguments> models() {
        List<Arguments> all = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            for (BackboneKind kind : BackboneKind.values()) {
                all.add(Arguments.of(kernels, kind, true));
            }
            all.add(Arguments.of(kernels, BackboneKind.GMF, false));
        }
        return all;
    }

    private static RecommenderModel model(Kernels kernels, BackboneKind kind, boolean rich) {
        RecommenderModel model = Architecture.of(kind, 4, rich, rich, true).build(USERS, ITEMS, kernels, new SplitMix64(3));
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

    private static SeenItems seen() {
        SplitMix64 random = new SplitMix64(5);
        Interactions.Builder rows = new Interactions.Builder(0);
        for (int row = 0; row < 3000; row++) {
            rows.add(random.nextInt(USERS), random.nextInt(ITEMS), Label.UNLABELED_CODE);
        }
        return SeenItems.of(rows.build(), USERS, ITEMS);
    }

    /** Unknown users among known ones, more than a tile, none twice the same way. */
    private static int[] users() {
        return IntStream.range(0, 30).map(j -> j % 7 == 3 ? -1 - j : (j * 11) % USERS).toArray();
    }

    private static float[] logits(Backbone backbone, int user) {
        Batch batch = new Batch(ITEMS);
        IntStream.range(0, ITEMS).forEach(item -> batch.add(user, item, Label.UNLABELED_CODE));
        return backbone.pass(ITEMS).logits(batch).clone();
    }

    private static float[] scores(RecommenderModel model, int user, Weighting weighting) {
        float[] like = logits(model.labels(), user);
        if (weighting == Weighting.LIKE) {
            return like;
        }
        float[] exposed = logits(requireNonNull(model.exposure()), user);
        float[] both = new float[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            both[item] = (float) -(Logistic.softplus(-like[item]) + Logistic.softplus(-exposed[item]));
        }
        return both;
    }

    private static List<Integer> sorted(float[] scores, int user, int n, @Nullable SeenItems seen) {
        return IntStream.range(0, ITEMS).boxed()
                .filter(item -> seen == null || user < 0 || !seen.contains(user, item))
                .filter(item -> !Float.isNaN(scores[item]))
                .sorted(Comparator.<Integer>comparingDouble(item -> -scores[item]).thenComparing(Comparator.naturalOrder()))
                .limit(n).toList();
    }

    private static List<Integer> list(TopLists lists, int j) {
        return IntStream.range(0, lists.size(j)).map(rank -> lists.item(j, rank)).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("models")
    void listsAreTheHeadOfAFullSortWithTheSmallerItemFirstAmongTies(Kernels kernels, BackboneKind kind, boolean rich) {
        RecommenderModel model = model(kernels, kind, rich);
        TopItems top = TopItems.of(model, ITEMS, kernels, Workers.none());
        TopLists lists = new TopLists();
        int[] users = users();
        for (SeenItems seen : new @Nullable SeenItems[] {null, seen()}) {
            for (Weighting weighting : Weighting.values()) {
                for (int n : new int[] {1, 10, 99, ITEMS + 5}) {
                    top.rank(users, users.length, n, weighting, seen, lists);
                    for (int j = 0; j < users.length; j++) {
                        float[] scores = scores(model, users[j], weighting);
                        assertThat(list(lists, j)).as("user %d, n %d, by %s", users[j], n, weighting)
                                .isEqualTo(sorted(scores, users[j], n, seen));
                        assertThat(lists.score(j, 0)).isEqualTo(scores[lists.item(j, 0)]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theNumberOfThreadsAndTheOtherUsersOfABatchChangeNoBit(Kernels kernels, BackboneKind kind, boolean rich) {
        RecommenderModel model =
                Architecture.of(kind, 4, rich, rich, true).build(USERS, ITEMS, kernels, new SplitMix64(6));
        TopLists alone = new TopLists();
        TopLists together = new TopLists();
        int[] users = users();
        for (Weighting weighting : Weighting.values()) {
            TopItems one = TopItems.of(model, ITEMS, kernels, Workers.none());
            try (Workers workers = new Workers(3)) {
                TopItems.of(model, ITEMS, kernels, workers).rank(users, users.length, 20, weighting, seen(), together);
            }
            for (int j = 0; j < users.length; j++) {
                one.rank(new int[] {users[j]}, 1, 20, weighting, seen(), alone);
                assertThat(list(together, j)).isEqualTo(list(alone, 0));
                for (int rank = 0; rank < 20; rank++) {
                    assertThat(together.score(j, rank)).isEqualTo(alone.score(0, rank));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void anItemThatIsNoNumberIsInNoList(Kernels kernels) {
        RecommenderModel model = model(kernels, BackboneKind.GMF, true);
        TensorView bias = model.parameters().tensor("item_bias");
        for (int item = 0; item < ITEMS; item++) {
            bias.set(item, 0, item % 3 == 0 ? Float.NaN : item % 3 == 1 ? Float.NEGATIVE_INFINITY : item);
        }
        TopLists lists = new TopLists();
        for (Weighting weighting : Weighting.values()) {
            TopItems.of(model, ITEMS, kernels, Workers.none()).rank(new int[] {0}, 1, ITEMS, weighting, null, lists);
            assertThat(list(lists, 0)).hasSize(ITEMS / 3).allMatch(item -> item % 3 == 2);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void aUserWhoHasSeenEverythingHasAnEmptyList(Kernels kernels) {
        Interactions.Builder rows = new Interactions.Builder(ITEMS);
        IntStream.range(0, ITEMS).forEach(item -> rows.add(0, item, Label.UNLABELED_CODE));
        TopLists lists = new TopLists();
        TopItems.of(model(kernels, BackboneKind.GMF, true), ITEMS, kernels, Workers.none())
                .rank(new int[] {0, 1}, 2, 10, Weighting.LIKE, SeenItems.of(rows.build(), USERS, ITEMS), lists);
        assertThat(lists.size(0)).isZero();
        assertThat(lists.size(1)).isEqualTo(10);
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void whatCannotBeRankedIsRefused(Kernels kernels) {
        RecommenderModel bare = Architecture.of(BackboneKind.GMF, 4, true, true, false).build(USERS, ITEMS, kernels, new SplitMix64(3));
        TopItems top = TopItems.of(bare, ITEMS, kernels, Workers.none());
        assertThatThrownBy(() -> top.rank(new int[] {0}, 1, 10, Weighting.EXPOSURE, null, new TopLists()))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("no exposure head");
        assertThatThrownBy(() -> top.rank(new int[] {0}, 1, 0, Weighting.LIKE, null, new TopLists()))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("n is 0");
    }
}
