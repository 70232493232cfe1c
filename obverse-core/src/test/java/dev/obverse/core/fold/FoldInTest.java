package dev.obverse.core.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.NewUser;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.Scorer;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who were left out of training are found from some of their labels. */
final class FoldInTest {
    private static final int KNOWN = 160;
    private static final int USERS = 200;
    private static final int ITEMS = 120;
    private static final int GIVEN = 20;

    /** Tastes of rank two, mild and strict users, good and bad items; 60 rows a user. */
    private static final List<Interactions> LOG = log();

    private static List<Interactions> log() {
        SplitMix64 random = new SplitMix64(31);
        double[][] items = new double[ITEMS][3];
        for (double[] item : items) {
            for (int k = 0; k < 3; k++) {
                item[k] = random.nextGaussian();
            }
        }
        return IntStream.range(0, USERS).mapToObj(user -> {
            double[] taste = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            int[] order = random.permutation(ITEMS);
            Interactions.Builder rows = new Interactions.Builder(60);
            for (int i = 0; i < 60; i++) {
                double[] item = items[order[i]];
                double z = 1.5 * (taste[0] * item[0] + taste[1] * item[1]) + item[2] + taste[2];
                boolean likes = random.nextDouble() < 1 / (1 + Math.exp(-1.5 * z));
                rows.add(user, order[i], likes ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE);
            }
            return rows.build();
        }).toList();
    }

    private static TrainingConfig config(String settings) {
        TrainingConfig config = TrainingConfig.of(Map.of("dim", "8", "batch", "128", "learning-rate", "0.005", "epochs", "25", "patience", "0"));
        for (String setting : settings.split(" ", -1)) {
            config = config.with(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return config;
    }

    private static RecommenderModel train(String settings, int users, Interactions rows) {
        TrainingData data = new TrainingData(rows, Interactions.empty(), users, ITEMS);
        return new Trainer(config(settings), new ScalarKernels()).train(data, TrainingListener.NONE).model();
    }

    private static RecommenderModel trained(String settings) {
        return train(settings, KNOWN, MovieLens100K.together(LOG.subList(0, KNOWN)));
    }

    private static Interactions given(int user) {
        return MovieLens100K.part(LOG.get(user), 0, GIVEN);
    }

    static byte[] labels(Interactions rows) {
        byte[] labels = new byte[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.label(row);
        }
        return labels;
    }

    private static double auc(double[] logits, Interactions rows) {
        return Evaluation.of(rows.users(), rows.positives(), logits).get(Metric.AUC);
    }

    private static double[] folded(FoldIn foldIn, Interactions held) {
        double[] logits = new double[held.size()];
        FoldedUser folded = foldIn.user(new int[0], new byte[0]);
        int last = -1;
        for (int row = 0; row < logits.length; row++) {
            if (held.user(row) != last) {
                last = held.user(row);
                folded = foldIn.user(given(last).items(), labels(given(last)));
            }
            logits[row] = folded.logits(held.item(row))[0];
        }
        return logits;
    }

    /** A tower's weights learn from the strangers' labels as well, where they are trained on; fold-in leaves them as they are. */
    @ParameterizedTest
    @CsvSource({
        "bias=none, 0.02", "bias=prior linear=true, 0.02", "bias=prior linear=true exposure-epochs=2, 0.02",
        "backbone=mlp bias=zero epochs=12, 0.06", "backbone=neumf bias=prior epochs=12, 0.04"
    })
    void isCloseToTrainingOnTheSameLabels(String settings, double distance) {
        List<Interactions> strangers = LOG.subList(KNOWN, USERS);
        Interactions held = MovieLens100K.together(strangers.stream().map(rows -> MovieLens100K.part(rows, GIVEN, rows.size())).toList());
        Interactions labels = MovieLens100K.together(strangers.stream().map(rows -> MovieLens100K.part(rows, 0, GIVEN)).toList());
        RecommenderModel known = trained(settings);
        RecommenderModel full = train(settings, USERS, MovieLens100K.together(List.of(MovieLens100K.together(LOG.subList(0, KNOWN)), labels)));

        double fromLabels = auc(folded(FoldIn.of(known, ITEMS), held), held);
        assertThat(fromLabels).as("against training").isGreaterThan(auc(new Scorer(full.labels()).logits(held), held) - distance);
        assertThat(fromLabels).as("against what is known of the items alone")
                .isGreaterThan(auc(new Scorer(known.labels()).logits(MovieLens100K.as(-1, held)), held) + 0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bias=prior linear=true", "backbone=mlp epochs=12", "backbone=neumf bias=zero epochs=12"})
    void endsWhereTheLossIsFlat(String settings) {
        NewUser one = trained(settings).labels().newUser();
        UserPrior prior = UserPrior.of(one.known());
        UserLoss loss = new UserLoss(one, prior, 1, given(KNOWN).items(), labels(given(KNOWN)));
        double[] gradient = new double[prior.width()];
        double before = loss.at(new double[prior.width()], gradient);
        double steep = DoubleStream.of(gradient).map(Math::abs).max().orElse(0);
        double after = loss.at(new Descent(loss, prior.width()).minimum(), gradient);
        assertThat(after).isLessThan(before);
        assertThat(DoubleStream.of(gradient).map(Math::abs).max().orElse(1)).isLessThan(0.05 * steep);
    }

    @Test
    void repeatsToTheBitAndLeavesTheModelAsItIs() {
        RecommenderModel model = trained("bias=prior linear=true");
        List<float[]> before = model.parameters().snapshot();
        int[] all = IntStream.range(0, ITEMS).toArray();
        float[] once = FoldIn.of(model, ITEMS).user(given(170).items(), labels(given(170))).logits(all);
        float[] again = FoldIn.of(model, ITEMS).user(given(170).items(), labels(given(170))).logits(all);
        assertThat(again).containsExactly(once);
        List<float[]> after = model.parameters().snapshot();
        for (int t = 0; t < before.size(); t++) {
            assertThat(after.get(t)).containsExactly(before.get(t));
        }
    }

    @Test
    void withoutLabelsItIsTheMeanUser() {
        RecommenderModel model = trained("bias=prior");
        RecommenderModel nobody = FoldIn.of(model, ITEMS).user(new int[] {3}, new byte[] {Label.UNLABELED_CODE}).model();
        for (String name : List.of("user_gmf", "user_bias")) {
            TensorView known = model.parameters().tensor(name);
            TensorView own = nobody.parameters().tensor(name);
            for (int k = 0; k < known.width(); k++) {
                double sum = 0;
                for (int row = 0; row < KNOWN; row++) {
                    sum += known.get(row, k);
                }
                assertThat(own.get(0, k)).isEqualTo((float) (sum / KNOWN));
            }
        }
    }

    @Test
    void aStrongerPriorStaysNearerToTheMeanUser() {
        RecommenderModel model = trained("bias=prior");
        float[] free = FoldIn.of(model, ITEMS, 0.1).user(new int[] {7}, new byte[] {Label.POSITIVE_CODE}).logits(7);
        float[] held = FoldIn.of(model, ITEMS, 10).user(new int[] {7}, new byte[] {Label.POSITIVE_CODE}).logits(7);
        float[] mean = FoldIn.of(model, ITEMS).user(new int[0], new byte[0]).logits(7);
        assertThat(free[0]).isGreaterThan(held[0]);
        assertThat(held[0]).isGreaterThan(mean[0]);
        assertThatThrownBy(() -> FoldIn.of(model, ITEMS, 0)).hasMessageContaining("strength of the prior is 0.0");
    }

    @Test
    void ranksTheBestFirstWithoutWhatTheUserHasSeen() {
        FoldedUser user = FoldIn.of(trained("bias=prior linear=true"), ITEMS).user(given(180).items(), labels(given(180)));
        int[] top = user.top(ITEMS);
        float[] logits = user.logits(top);
        assertThat(top).hasSize(ITEMS - GIVEN).doesNotHaveDuplicates().doesNotContain(given(180).items());
        for (int place = 1; place < top.length; place++) {
            assertThat(logits[place]).isLessThanOrEqualTo(logits[place - 1]);
        }
        assertThat(user.top(5)).containsExactly(IntStream.of(top).limit(5).toArray());
    }

    /** It was counted anew for every user: a pass over all users of the model. */
    @Test
    void whatUsersAreLikeIsCountedOnceForBothHeads() {
        RecommenderModel model = trained("bias=prior exposure-epochs=1");
        FoldIn fold = FoldIn.of(model, ITEMS);
        RecommenderModel before = fold.user(given(180).items(), labels(given(180))).model();
        for (String name : List.of("user_bias", "user_exposure_bias")) {
            TensorView known = model.parameters().tensor(name);
            known.set(0, 0, 1000);
            RecommenderModel after = fold.user(given(180).items(), labels(given(180))).model();
            assertThat(after.parameters().tensor(name).copy()).as(name).containsExactly(before.parameters().tensor(name).copy());
        }
    }

    @Test
    void anItemThatTheModelDoesNotHaveIsRefused() {
        FoldedUser user = FoldIn.of(trained("bias=prior"), ITEMS).user(new int[0], new byte[0]);
        assertThat(user.logits(ITEMS - 1, -1)).hasSize(2);
        assertThatThrownBy(() -> user.logits(0, ITEMS)).hasMessage("item " + ITEMS + " is not among the " + ITEMS + " of the model");
    }

    @Test
    void theExposureHeadGetsTheSameEmbedding() {
        RecommenderModel user = FoldIn.of(trained("bias=prior exposure-epochs=1"), ITEMS).user(given(180).items(), labels(given(180))).model();
        Backbone exposure = user.exposure();
        assertThat(exposure).isNotNull();
        assertThat(exposure.parameters().tensor("user_gmf").copy()).containsExactly(user.labels().parameters().tensor("user_gmf").copy());
    }

    @Test
    void aRecommenderTakesItemsByTheirIds() {
        RecommenderModel model = trained("bias=prior");
        Vocabulary items = Vocabulary.of(IntStream.range(0, ITEMS).mapToObj(item -> "item " + item).toList());
        Vocabulary users = Vocabulary.of(IntStream.range(0, KNOWN).mapToObj(user -> "user " + user).toList());
        Recommender recommender = new Recommender(model, config("bias=prior"), users, items, null, Map.of());
        FoldedUser byId = recommender.foldIn(Map.of("item 4", Label.POSITIVE, "item 90", Label.NEGATIVE));
        FoldedUser byNumber = recommender.foldIn().user(new int[] {4, 90}, new byte[] {Label.POSITIVE_CODE, Label.NEGATIVE_CODE});
        assertThat(byId.top(10)).containsExactly(byNumber.top(10));
        Map<String, Label> dislikes = new HashMap<>();
        IntStream.range(0, 5).forEach(item -> dislikes.put("nobody knows " + item, Label.NEGATIVE));
        assertThat(recommender.foldIn(dislikes).logits(4)[0]).as("a user who dislikes unknown items is a stricter one")
                .isLessThan(recommender.foldIn(Map.of()).logits(4)[0]);
    }

    @Test
    void aBackboneThatCannotSaysWhatToDo() {
        Backbone foreign = new Backbone() {
            @Override
            public Parameters parameters() {
                return new Parameters(List.of(), List.of());
            }

            @Override
            public Pass pass(int capacity) {
                throw new IllegalStateException("nobody asks");
            }
        };
        assertThatThrownBy(() -> FoldIn.of(new RecommenderModel(foreign), 3)).hasMessageContaining("cannot fold users in: implement Backbone.newUser()");
    }
}
