package dev.obverse.core.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SeenItems;
import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
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

    @ParameterizedTest
    @MethodSource("models")
    void listsAreTheHeadOfAFullSortWithTheSmallerItemFirstAmongTies(Kernels kernels, BackboneKind kind, boolean rich) {
        RecommenderModel model = FullSort.model(kernels, kind, rich, USERS, ITEMS);
        TopItems top = TopItems.of(model, ITEMS, kernels, Workers.none());
        TopLists lists = new TopLists();
        int[] users = users();
        for (SeenItems seen : new @Nullable SeenItems[] {null, seen()}) {
            for (Weighting weighting : Weighting.values()) {
                for (int n : new int[] {1, 10, 99, ITEMS + 5}) {
                    top.rank(users, users.length, n, weighting, seen, lists);
                    for (int j = 0; j < users.length; j++) {
                        int user = users[j];
                        float[] scores = FullSort.scores(model, user, weighting, ITEMS);
                        assertThat(FullSort.list(lists, j)).as("user %d, n %d, by %s", user, n, weighting)
                                .isEqualTo(FullSort.best(scores, n, item -> seen != null && user >= 0 && seen.contains(user, item)));
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
                assertThat(FullSort.list(together, j)).isEqualTo(FullSort.list(alone, 0));
                for (int rank = 0; rank < 20; rank++) {
                    assertThat(together.score(j, rank)).isEqualTo(alone.score(0, rank));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void anItemThatIsNoNumberIsInNoList(Kernels kernels) {
        RecommenderModel model = FullSort.model(kernels, BackboneKind.GMF, true, USERS, ITEMS);
        TensorView bias = model.parameters().tensor("item_bias");
        for (int item = 0; item < ITEMS; item++) {
            bias.set(item, 0, item % 3 == 0 ? Float.NaN : item % 3 == 1 ? Float.NEGATIVE_INFINITY : item);
        }
        TopLists lists = new TopLists();
        for (Weighting weighting : Weighting.values()) {
            TopItems.of(model, ITEMS, kernels, Workers.none()).rank(new int[] {0}, 1, ITEMS, weighting, null, lists);
            assertThat(FullSort.list(lists, 0)).hasSize(ITEMS / 3).allMatch(item -> item % 3 == 2);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void aUserWhoHasSeenEverythingHasAnEmptyList(Kernels kernels) {
        Interactions.Builder rows = new Interactions.Builder(ITEMS);
        IntStream.range(0, ITEMS).forEach(item -> rows.add(0, item, Label.UNLABELED_CODE));
        TopLists lists = new TopLists();
        TopItems.of(FullSort.model(kernels, BackboneKind.GMF, true, USERS, ITEMS), ITEMS, kernels, Workers.none())
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
