package dev.obverse.core.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.Factorization;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lists over so many items that they are found by guesses and bounds, against a full sort. Values are whole numbers or powers of two, so that
 * every order of additions gives the same logits; many are tied.
 */
class WalkTest {
    private static final int ITEMS = 20_000 + 37;
    private static final int DEPTH = 9;
    private static final int USERS = 13;

    /** Users and items by their values. */
    record Table(float[] users, float[] items) implements Factorization {
        @Override
        public int depth() {
            return DEPTH;
        }

        @Override
        public void query(int user, float[] into, int at) {
            System.arraycopy(users, user * DEPTH, into, at, DEPTH);
        }

        @Override
        public void item(int item, float[] into, int at) {
            System.arraycopy(items, item * DEPTH, into, at, DEPTH);
        }

        float logit(int user, int item) {
            float sum = 0;
            for (int k = 0; k < DEPTH; k++) {
                sum += users[user * DEPTH + k] * items[item * DEPTH + k];
            }
            return sum;
        }
    }

    private static Table random(int values) {
        SplitMix64 random = new SplitMix64(3);
        Table table = new Table(new float[USERS * DEPTH], new float[ITEMS * DEPTH]);
        for (float[] rows : List.of(table.users, table.items)) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextInt(2 * values + 1) - values;
            }
        }
        return table;
    }

    /** The best of all users are where the sample looks, so that every guess is too high. */
    private static Table bestInTheSample() {
        Table table = random(100);
        for (int item = 0; item < ITEMS; item++) {
            boolean sampled = item % LogitSource.blocks(ITEMS) % 16 == 0 && item % 7 == 0;
            table.items[item * DEPTH] = sampled ? 5_000 : 0;
        }
        for (int user = 0; user < USERS; user++) {
            table.users[user * DEPTH] = 100;
        }
        return table;
    }

    /** Ids by popularity, as in most logs. */
    private static Table bestFirst() {
        Table table = random(3);
        for (int item = 0; item < ITEMS; item++) {
            table.items[item * DEPTH] = 1 + 2_000 / (1 + item);
        }
        for (int user = 0; user < USERS; user++) {
            table.users[user * DEPTH] = 3;
        }
        return table;
    }

    /** One value, a bias of a kind, is far larger than the others and much the same for all. */
    private static Table mostlyTheSame() {
        Table table = random(3);
        for (int item = 0; item < ITEMS; item++) {
            table.items[item * DEPTH + 2] = 60_000 + item % 2;
            table.items[item * DEPTH + 3] = 1;
        }
        return table;
    }

    private static Table allSizes() {
        Table table = random(20);
        for (int user = 0; user < USERS; user++) {
            scale(table.users, user, (float) Math.pow(2, 8 * user - 48));
        }
        scale(table.items, 777, 0x1p20f);
        scale(table.items, 778, 0x1p-30f);
        scale(table.items, 9_000, 0f);
        return table;
    }

    private static void scale(float[] rows, int row, float factor) {
        for (int k = row * DEPTH; k < (row + 1) * DEPTH; k++) {
            rows[k] *= factor;
        }
    }

    private static Table notFinite() {
        Table table = random(1000);
        table.items[5 * DEPTH] = Float.NaN;
        table.items[6_000 * DEPTH + 1] = Float.NEGATIVE_INFINITY;
        table.items[12_000 * DEPTH + 2] = Float.POSITIVE_INFINITY;
        table.users[3 * DEPTH + 4] = Float.NaN;
        table.users[4 * DEPTH + 4] = Float.POSITIVE_INFINITY;
        scale(table.users, 5, 0x1p103f);
        return table;
    }

    static List<Arguments> tables() {
        List<Arguments> all = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            all.add(Arguments.of(kernels, "few values", random(1)));
            all.add(Arguments.of(kernels, "many values", random(1000)));
            all.add(Arguments.of(kernels, "all zero", random(0)));
            all.add(Arguments.of(kernels, "best in the sample", bestInTheSample()));
            all.add(Arguments.of(kernels, "best first", bestFirst()));
            all.add(Arguments.of(kernels, "mostly the same", mostlyTheSame()));
            all.add(Arguments.of(kernels, "all sizes", allSizes()));
            all.add(Arguments.of(kernels, "not finite", notFinite()));
        }
        return all;
    }

    private static List<Integer> sorted(Table table, int user, int n, IntPredicate without) {
        float[] logits = new float[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            logits[item] = table.logit(user, item);
        }
        return FullSort.best(logits, n, without);
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("tables")
    void listsAreTheHeadOfAFullSort(Kernels kernels, String name, Table table) {
        Catalogue catalogue = Catalogue.of(table, ITEMS, kernels, Workers.none());
        IntPredicate third = item -> item % 3 == 0;
        TopRequest[] requests = new TopRequest[USERS];
        int[] lengths = {1, 10, 100, 700, ITEMS + 1};
        for (int user = 0; user < USERS; user++) {
            requests[user] = new TopRequest(null, user, lengths[user % 5], Weighting.LIKE, user % 2 == 0 ? item -> false : third);
        }
        TopLists lists = new TopLists();
        catalogue.rank(requests, USERS, lists);
        for (int user = 0; user < USERS; user++) {
            assertThat(FullSort.list(lists, user)).as("%s, user %d", name, user)
                    .isEqualTo(sorted(table, user, requests[user].n(), requests[user].without()));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void requestsByBothWeightingsGetTheHeadOfAFullSortOnAnyNumberOfThreads(Kernels kernels) {
        RecommenderModel model = FullSort.model(kernels, BackboneKind.GMF, true, USERS, ITEMS);
        int[] users = IntStream.range(-2, USERS).toArray();
        for (Weighting weighting : Weighting.values()) {
            TopLists lists = new TopLists();
            try (Workers workers = new Workers(3)) {
                TopItems.of(model, ITEMS, kernels, workers).rank(users, users.length, 50, weighting, null, lists);
            }
            for (int j = 0; j < users.length; j++) {
                float[] scores = FullSort.scores(model, users[j], weighting, ITEMS);
                assertThat(FullSort.list(lists, j)).as("user %d by %s", users[j], weighting)
                        .isEqualTo(FullSort.best(scores, 50, item -> false));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void aRequestGetsTheSameBitsAloneAndBesideOthersOfEitherWeighting(Kernels kernels) {
        RecommenderModel model = Architecture.of(BackboneKind.GMF, 20, true, true, true).build(USERS, ITEMS, kernels, new SplitMix64(6));
        Catalogue catalogue = Catalogue.of(model, ITEMS, kernels, Workers.none());
        TopRequest[] requests = IntStream.range(0, USERS)
                .mapToObj(user -> TopRequest.of(user, 5 + 20 * user, Weighting.values()[user % 2], null)).toArray(TopRequest[]::new);
        TopLists together = new TopLists();
        catalogue.rank(requests, USERS, together);
        TopLists alone = new TopLists();
        for (int user = 0; user < USERS; user++) {
            catalogue.rank(new TopRequest[] {requests[user]}, 1, alone);
            for (int rank = 0; rank < requests[user].n(); rank++) {
                assertThat(together.item(user, rank)).isEqualTo(alone.item(0, rank));
                assertThat(together.score(user, rank)).isEqualTo(alone.score(0, rank));
            }
        }
    }
}
