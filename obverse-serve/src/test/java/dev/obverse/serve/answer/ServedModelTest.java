package dev.obverse.serve.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.annotate.Annotator;
import dev.obverse.core.fold.FoldedUser;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.InverseDualLoss;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.rank.ItemLikeness;
import dev.obverse.core.rank.TopItems;
import dev.obverse.core.rank.TopLists;
import dev.obverse.core.rank.Weighting;
import dev.obverse.core.sample.SeenItems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a served model answers, against the engine asked directly. */
final class ServedModelTest {
    private static final int ITEMS = 700;

    @TempDir
    private Path folder = Path.of("");

    private ServedModel serve(Recommender recommender) {
        return ServedModel.load(Models.write(folder, "model", recommender), Models.KERNELS, Models.SETTINGS);
    }

    private static Recommender recommender(String backbone, String exposureEpochs) {
        return Models.of(ITEMS, 7, true, "backbone", backbone, "exposure-epochs", exposureEpochs);
    }

    private static Recommender gmf() {
        return recommender("gmf", "0");
    }

    @ParameterizedTest
    @CsvSource({"gmf, 0", "gmf, 1", "neumf, 0", "neumf, 1"})
    void recommendationsAreTheBitsOfTopItems(String backbone, String exposureEpochs) {
        Recommender recommender = recommender(backbone, exposureEpochs);
        Weighting weighting = exposureEpochs.equals("1") ? Weighting.EXPOSURE : Weighting.LIKE;
        SeenItems seen = recommender.history().seen(ITEMS);
        TopItems top = TopItems.of(recommender.model(), ITEMS, Models.KERNELS, Workers.none());
        TopLists lists = new TopLists();
        try (ServedModel served = serve(recommender)) {
            for (int user = -1; user < Models.USERS; user++) {
                for (int n : new int[] {1, 20, ITEMS + 300}) {
                    boolean excludeSeen = user % 2 == 0;
                    top.rank(new int[] {user}, 1, n, weighting, excludeSeen ? seen : null, lists);
                    Ranking ranking = served.recommend(user < 0 ? "stranger" : "u" + user, n, excludeSeen);
                    assertThat(ranking.known()).isEqualTo(user >= 0);
                    assertThat(ranking.rankedBy()).isEqualTo(weighting);
                    assertThat(ranking.items()).extracting(RankedItem::item).isEqualTo(
                            IntStream.range(0, lists.size(0)).mapToObj(rank -> "i" + lists.item(0, rank)).toList());
                    assertThat(ranking.items()).extracting(RankedItem::score).isEqualTo(
                            IntStream.range(0, lists.size(0)).mapToObj(rank -> lists.score(0, rank)).toList());
                }
            }
        }
    }

    @Test
    void aUserWhoHasSeenEverythingHasNothingLeftAndOneWithoutRowsEverything() {
        try (ServedModel served = serve(gmf())) {
            assertThat(served.recommend("u1", 10, true).items()).isEmpty();
            assertThat(served.recommend("u1", 10, false).items()).hasSize(10);
            assertThat(served.recommend("u0", ITEMS, true).items()).hasSize(ITEMS);
        }
    }

    @Test
    void theListOfAStrangerIsTheSameWhateverItsLengthAndName() {
        try (ServedModel served = serve(gmf())) {
            List<RankedItem> all = served.recommend("a", 5000, false).items();
            assertThat(all).hasSize(ITEMS);
            assertThat(served.recommend("b", 3, false).items()).isEqualTo(all.subList(0, 3));
            assertThat(served.recommend("c", 200, true).items()).isEqualTo(all.subList(0, 200));
        }
    }

    @Test
    void aLogitIsTheSameInARankingAndInAScoreAndSaysWhatIsKnown() {
        try (ServedModel served = serve(gmf())) {
            List<RankedItem> items = served.recommend("u5", 30, false).items();
            List<PairScore> scores = served.score(items.stream().map(item -> new Pair("u5", item.item())).toList());
            for (int i = 0; i < items.size(); i++) {
                assertThat(scores.get(i).logit()).isEqualTo(items.get(i).logit());
                assertThat(scores.get(i).probability()).isEqualTo(Logistic.sigmoid(items.get(i).logit()));
                assertThat((double) items.get(i).score()).isCloseTo(items.get(i).logit(), within(1e-5));
            }
            List<PairScore> strange = served.score(List.of(new Pair("u5", "none"), new Pair("none", "i5"), new Pair("none", "none")));
            assertThat(strange).extracting(PairScore::knownUser).containsExactly(true, false, false);
            assertThat(strange).extracting(PairScore::knownItem).containsExactly(false, true, false);
            assertThat(served.score(List.of())).isEmpty();
            assertThat(served.score(IntStream.range(0, 3000).mapToObj(i -> new Pair("u" + i % 60, "i" + i)).toList())).hasSize(3000);
        }
    }

    @Test
    void similarItemsAreAllOthersByTheirCosine() {
        Recommender recommender = gmf();
        ItemLikeness likeness = ItemLikeness.of(recommender.model().labels(), ITEMS, Models.KERNELS);
        assertThat(likeness).isNotNull();
        List<SimilarItem> expected = IntStream.range(0, ITEMS).filter(item -> item != 3).boxed()
                .sorted(Comparator.comparingDouble(item -> -likeness.cosine(3, item)))
                .map(item -> new SimilarItem("i" + item, likeness.cosine(3, item))).toList();
        try (ServedModel served = serve(recommender)) {
            assertThat(served.similar("i3", 5000)).contains(expected);
            assertThat(served.similar("i3", 10)).contains(expected.subList(0, 10));
            assertThat(served.similar("none", 10)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void candidatesStandInOrderWithTheirReasons() {
        Recommender recommender = gmf();
        Annotator annotator = new Annotator(recommender, Models.KERNELS);
        try (ServedModel served = serve(recommender)) {
            RankedCandidates ranked = served.rank("u5", List.of("i9", "none", "i8", "i7", "i8"));
            assertThat(ranked.known()).isTrue();
            assertThat(ranked.items()).extracting(Candidate::item).containsExactlyInAnyOrder("i9", "none", "i8", "i7", "i8");
            assertThat(ranked.items()).extracting(Candidate::logit).isSortedAccordingTo(Comparator.reverseOrder());
            for (Candidate candidate : ranked.items()) {
                var reason = annotator.annotate(5, recommender.items().indexOf(candidate.item())).reason();
                Candidate.Why why = candidate.reason();
                assertThat(candidate.known()).isEqualTo(!candidate.item().equals("none"));
                assertThat(reason).isNotNull();
                assertThat(why).isNotNull();
                assertThat(why.userRate()).isEqualTo(reason.userRate());
                assertThat(why.itemLabels()).isEqualTo(reason.itemLabels());
                assertThat(why.closest()).isEqualTo(reason.closest().stream()
                        .map(near -> new Candidate.Closest("i" + near.item(), near.liked(), near.cosine())).toList());
            }
            assertThat(served.rank("stranger", List.of("i1")).known()).isFalse();
            assertThat(served.rank("u5", List.of()).items()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gmf", "neumf"})
    void aNewUserIsWhomFoldInFinds(String backbone) {
        Recommender recommender = recommender(backbone, "0");
        Map<String, Label> labels = Map.of("i1", Label.POSITIVE, "i2", Label.NEGATIVE, "i3", Label.UNLABELED, "none", Label.POSITIVE);
        FoldedUser folded = recommender.foldIn(labels);
        try (ServedModel served = serve(recommender)) {
            Ranking ranking = served.foldIn(null, labels, 40);
            assertThat(ranking.user()).isNull();
            assertThat(ranking.known()).isFalse();
            int[] items = ranking.items().stream().mapToInt(item -> recommender.items().indexOf(item.item())).toArray();
            assertThat(items).hasSize(40).doesNotContain(1, 2, 3);
            float[] logits = folded.logits(items);
            for (int i = 0; i < items.length; i++) {
                assertThat(ranking.items().get(i).logit()).isEqualTo(logits[i]);
            }
            assertThat(Arrays.stream(items).boxed()).containsExactlyInAnyOrderElementsOf(Arrays.stream(folded.top(40)).boxed().toList());
            assertThat(served.foldIn("stranger", labels, 40).items()).isEqualTo(ranking.items());
        }
    }

    @Test
    void theHistoryOfAKnownUserJoinsInAndGivenLabelsWin() {
        Recommender recommender = gmf();
        try (ServedModel served = serve(recommender)) {
            List<UserHistory.Row> rows = served.history("u5").rows();
            UserHistory.Row liked = rows.stream().filter(row -> row.label() == Label.POSITIVE).findFirst().orElseThrow();
            Map<String, Label> all = new HashMap<>();
            rows.forEach(row -> all.put(row.item(), row.label()));
            Ranking own = served.foldIn("u5", Map.of(), ITEMS);
            assertThat(own.known()).isTrue();
            assertThat(own.items()).hasSize(ITEMS - rows.size());
            assertThat(own.items()).extracting(RankedItem::item).doesNotContainAnyElementsOf(all.keySet());
            // The order in which labels are added up changes the last digits.
            assertThat(logitOf(own, "i699")).isCloseTo(logitOf(served.foldIn(null, all, ITEMS), "i699"), within(1e-3f));
            all.put(liked.item(), Label.NEGATIVE);
            float changed = logitOf(served.foldIn("u5", Map.of(liked.item(), Label.NEGATIVE), ITEMS), "i699");
            assertThat(changed).isCloseTo(logitOf(served.foldIn(null, all, ITEMS), "i699"), within(1e-3f));
            assertThat(changed).isNotCloseTo(logitOf(own, "i699"), within(1e-3f));
        }
    }

    private static float logitOf(Ranking ranking, String item) {
        return ranking.items().stream().filter(one -> one.item().equals(item)).findFirst().orElseThrow().logit();
    }

    @Test
    void theHistoryOfAUserStandsInTheOrderOfTheLog() {
        try (ServedModel served = serve(gmf())) {
            assertThat(served.history("u5").rows()).extracting(UserHistory.Row::item)
                    .isEqualTo(IntStream.range(0, 12).mapToObj(k -> "i" + (35 + 5 * k)).toList());
            assertThat(served.history("u0")).isEqualTo(new UserHistory("u0", true, List.of()));
            assertThat(served.history("none")).isEqualTo(new UserHistory("none", false, List.of()));
        }
    }

    @Test
    void usersAreFoundByTheBeginningOfTheirId() {
        try (ServedModel served = serve(gmf())) {
            assertThat(served.users("u4", 5)).containsExactly("u4", "u40", "u41", "u42", "u43");
            assertThat(served.users("", 2)).containsExactly("u0", "u1");
            assertThat(served.users("u49x", 10)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gmf", "neumf"})
    void theMostCertainViewsOfAllAndOfOneUser(String backbone) {
        Recommender recommender = recommender(backbone, "0");
        int all = IntStream.range(0, Models.USERS).map(user -> Models.views(recommender, user)).sum();
        try (ServedModel served = serve(recommender)) {
            CertainViews views = served.annotations(1_000_000, null);
            assertThat(views.views()).isEqualTo(all);
            assertThat(views.considered()).isEqualTo(all);
            assertThat(views.positive()).hasSize(all).extracting(CertainViews.View::logit).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(views.negative()).hasSize(all).extracting(CertainViews.View::logit).isSorted();
            assertThat(views.negative()).containsExactlyInAnyOrderElementsOf(views.positive());
            for (CertainViews.View view : views.positive()) {
                assertThat(view.logit()).isEqualTo(served.score(List.of(new Pair(view.user(), view.item()))).get(0).logit());
                assertThat(view.positiveWeight()).isEqualTo(InverseDualLoss.of(view.logit()).positiveWeight());
                assertThat(view.positiveWeight() + view.negativeWeight()).isCloseTo(1, within(1e-12));
                assertThat(served.history(view.user()).rows()).contains(new UserHistory.Row(view.item(), Label.UNLABELED));
            }
            assertThat(served.annotations(3, null).positive()).isEqualTo(views.positive().subList(0, 3));
            CertainViews own = served.annotations(2, "u1");
            assertThat(own.views()).isEqualTo(Models.views(recommender, 1));
            assertThat(own.positive())
                    .isEqualTo(views.positive().stream().filter(view -> view.user().equals("u1")).limit(2).toList());
            assertThat(served.annotations(2, "u0").positive()).isEmpty();
            assertThat(served.annotations(2, "stranger")).isEqualTo(new CertainViews(0, 0, List.of(), List.of()));
        }
    }

    @Test
    void aModelWithoutItsHistorySaysSoWhereItIsNeeded() {
        try (ServedModel served = serve(Models.of(ITEMS, 7, false))) {
            assertThat(served.facts().hasHistory()).isFalse();
            assertThat(served.recommend("u5", 10, false).items()).hasSize(10);
            assertThat(served.rank("u5", List.of("i1")).items()).extracting(Candidate::reason).containsOnlyNulls();
            assertThat(served.foldIn("u5", Map.of("i1", Label.POSITIVE), 10).items()).hasSize(10);
            assertThat(served.similar("i1", 3)).isPresent();
            for (Runnable question : List.<Runnable>of(() -> served.recommend("u5", 10, true), () -> served.history("u5"),
                    () -> served.annotations(10, null), () -> served.annotations(10, "u5"))) {
                assertThatThrownBy(question::run).isInstanceOf(InvalidInputException.class).hasMessageContaining("--no-history");
            }
        }
    }

    @Test
    void aListHasAtLeastOneEntry() {
        try (ServedModel served = serve(gmf())) {
            for (Runnable question : List.<Runnable>of(() -> served.recommend("u5", 0, false), () -> served.recommend("none", -1, false),
                    () -> served.similar("i1", 0), () -> served.foldIn(null, Map.of(), 0), () -> served.annotations(0, null))) {
                assertThatThrownBy(question::run).isInstanceOf(InvalidInputException.class).hasMessageContaining("n is");
            }
        }
    }

    @Test
    void theFactsAreThoseOfTheFile() {
        Recommender recommender = recommender("neumf", "1");
        try (ServedModel served = serve(recommender)) {
            ModelFacts facts = served.facts();
            assertThat(facts.sha256()).isEqualTo(ModelFile.sha256(facts.file()));
            assertThat(facts.users()).isEqualTo(Models.USERS);
            assertThat(facts.items()).isEqualTo(ITEMS);
            assertThat(facts.rankedBy()).isEqualTo(Weighting.EXPOSURE);
            assertThat(facts.config()).containsEntry("backbone", "neumf").containsEntry("dim", "8");
            assertThat(facts.provenance()).containsEntry("weighting", "exposure");
        }
    }

    @Test
    void aFileThatIsNoModelIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.safetensors"), "no model");
        assertThatThrownBy(() -> ServedModel.load(file, Models.KERNELS, Models.SETTINGS))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("bad.safetensors");
    }

    @Test
    void aClosedModelRefusesQuestions() {
        ServedModel served = serve(gmf());
        served.close();
        assertThatThrownBy(() -> served.recommend("u5", 10, false)).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> served.foldIn(null, Map.of(), 10)).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }
}
