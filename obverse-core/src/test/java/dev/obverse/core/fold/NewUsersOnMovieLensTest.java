package dev.obverse.core.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.Scorer;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What fold-in and a grown model are worth on MovieLens-100K: users 0..659 are known, 660..799 pick the strength of the prior, 800..942 are for
 * test. The slow tests print the tables of docs/library.md.
 */
final class NewUsersOnMovieLensTest {
    private static final int KNOWN = 660;
    private static final int VALID = 800;
    private static final int HELD = 50;

    private final List<Interactions> log = MovieLens100K.byUser();
    private final List<Interactions> train = own(0, 9);
    private final Interactions valid = MovieLens100K.together(own(9, 10));

    /** Some tenths of the rows of every known user. */
    private List<Interactions> own(int from, int to) {
        return log.subList(0, KNOWN).stream().map(rows -> MovieLens100K.part(rows, rows.size() * from / 10, rows.size() * to / 10)).toList();
    }

    private static TrainingConfig config(String settings) {
        TrainingConfig config = TrainingConfig.defaults();
        for (String setting : settings.split(" ", -1)) {
            config = config.with(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return config;
    }

    private static RecommenderModel train(TrainingConfig config, TrainingData data) {
        return new Trainer(config, KernelProviders.choose(), 2).train(data, TrainingListener.NONE).model();
    }

    private RecommenderModel known(TrainingConfig config) {
        return train(config, new TrainingData(MovieLens100K.together(train), valid, KNOWN, MovieLens100K.ITEMS));
    }

    private RecommenderModel withLabels(TrainingConfig config, int given) {
        List<Interactions> all = new ArrayList<>(train);
        log.subList(KNOWN, MovieLens100K.USERS).forEach(rows -> all.add(MovieLens100K.part(rows, 0, given)));
        return train(config, new TrainingData(MovieLens100K.together(all), valid, MovieLens100K.USERS, MovieLens100K.ITEMS));
    }

    /** What no number of given labels touches. */
    private Interactions held(int from, int to) {
        return MovieLens100K.together(log.subList(from, to).stream().map(rows -> MovieLens100K.part(rows, HELD, rows.size())).toList());
    }

    private Metrics folded(RecommenderModel model, double strength, int given, int from, int to) {
        FoldIn foldIn = FoldIn.of(model, MovieLens100K.ITEMS, strength);
        double[] logits = new double[held(from, to).size()];
        int at = 0;
        for (int user = from; user < to; user++) {
            Interactions labels = MovieLens100K.part(log.get(user), 0, given);
            FoldedUser folded = foldIn.user(labels.items(), FoldInTest.labels(labels));
            for (float logit : folded.logits(MovieLens100K.part(log.get(user), HELD, log.get(user).size()).items())) {
                logits[at++] = logit;
            }
        }
        return metrics(held(from, to), logits);
    }

    private static Metrics metrics(Interactions rows, double[] logits) {
        return Evaluation.of(rows.users(), rows.positives(), logits);
    }

    private static Metrics scored(RecommenderModel model, Interactions rows) {
        return metrics(rows, new Scorer(model.labels()).logits(rows));
    }

    /** What is known of the items, for users of whom nothing is. */
    private static Metrics items(RecommenderModel model, Interactions rows) {
        return metrics(rows, new Scorer(model.labels()).logits(MovieLens100K.as(-1, rows)));
    }

    private static String text(Metrics metrics) {
        return String.format(Locale.ROOT, "%.3f / %.3f / %.3f", metrics.get(Metric.AUC), metrics.get(Metric.GAUC), metrics.get(Metric.LOGLOSS));
    }

    @Test
    void foldingInTenLabelsIsAsGoodAsTrainingOnThem() {
        RecommenderModel model = known(config("method=obverse"));
        double folded = folded(model, FoldIn.STRENGTH, 10, VALID, MovieLens100K.USERS).get(Metric.AUC);
        Interactions held = held(VALID, MovieLens100K.USERS);
        assertThat(folded).isGreaterThan(scored(withLabels(config("method=obverse"), 10), held).get(Metric.AUC) - 0.01);
        assertThat(folded).isGreaterThan(items(model, held).get(Metric.AUC) + 0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {"method=obverse", "method=bce bias=prior", "method=bce", "method=obverse backbone=neumf"})
    @Tag("slow")
    void printsWhatFoldInIsWorth(String settings) {
        RecommenderModel model = known(config(settings));
        Interactions held = held(VALID, MovieLens100K.USERS);
        System.out.println("| " + settings + " (auc / gauc / logloss) | items alone | fold-in | trained |");
        for (int given : new int[] {5, 10, 20, 50}) {
            for (double strength : new double[] {0.1, 0.3, 1, 3, 10}) {
                System.out.println("validation users, k = " + given + ", strength " + strength + ": " + text(folded(model, strength, given, KNOWN, VALID)));
            }
            long start = System.nanoTime();
            Metrics found = folded(model, FoldIn.STRENGTH, given, VALID, MovieLens100K.USERS);
            System.out.printf(Locale.ROOT, "%.2f ms a user, found and scored%n", (System.nanoTime() - start) * 1e-6 / (MovieLens100K.USERS - VALID));
            Metrics trained = scored(withLabels(config(settings), given), held);
            System.out.println("| test users, k = " + given + " | " + text(items(model, held)) + " | " + text(found) + " | "
                    + text(trained) + " |");
            assertThat(found.get(Metric.AUC)).isGreaterThan(trained.get(Metric.AUC) - 0.03);
        }
    }

    /** A fifth of the items is new as well, and known users have rows with them. */
    @ParameterizedTest
    @ValueSource(strings = {"method=obverse", "method=bce", "method=obverse backbone=neumf"})
    @Tag("slow")
    void printsWhatANewRowShouldStartFrom(String settings) {
        NewLog rows = NewLog.of(log, KNOWN);
        TrainingConfig config = config(settings);
        RecommenderModel start = train(config, new TrainingData(rows.first(), rows.firstValid(), KNOWN, rows.knownItems()));
        TrainingData more = new TrainingData(rows.more(), rows.moreValid(), MovieLens100K.USERS, MovieLens100K.ITEMS).after(rows.first());
        for (int epochs : new int[] {1, 3, 10}) {
            Trainer trainer = new Trainer(config.with("epochs", Integer.toString(epochs)), KernelProviders.choose(), 2);
            for (boolean drawn : new boolean[] {false, true}) {
                RecommenderModel grown = trainer.grownModel(start, more);
                if (drawn) {
                    draw(grown, KNOWN, rows.knownItems());
                }
                print(settings, epochs, drawn ? "drawn" : "mean", trainer.train(grown, more, TrainingListener.NONE).model(), rows);
            }
            TrainingData all = new TrainingData(more.all(), more.valid(), more.users(), more.items());
            print(settings, epochs, "all anew", trainer.train(all, TrainingListener.NONE).model(), rows);
        }
    }

    private static void print(String settings, int epochs, String how, RecommenderModel model, NewLog rows) {
        System.out.println("| " + settings + ", epochs " + epochs + " | " + how + " | " + text(scored(model, rows.testNewUsers())) + " | "
                + text(scored(model, rows.testNewItems())) + " | " + text(scored(model, rows.testKnown())) + " |");
    }

    /** Embeddings of new rows as a run from the start draws them. */
    private static void draw(RecommenderModel model, int users, int items) {
        SplitMix64 random = new SplitMix64(77);
        for (TensorView view : model.parameters().tensors()) {
            boolean embedding = view.name().matches("(user|item)_(gmf|mlp)");
            for (int row = view.name().startsWith("user") ? users : items; embedding && row < view.rows(); row++) {
                for (int k = 0; k < view.width(); k++) {
                    view.set(row, k, (float) (0.01 * random.nextGaussian()));
                }
            }
        }
    }

    /** A first log, and a second one with more users and items; of the test rows there are some of each kind. */
    private record NewLog(
            int knownItems, Interactions first, Interactions firstValid, Interactions more, Interactions moreValid, Interactions testNewUsers,
            Interactions testNewItems, Interactions testKnown) {
        static NewLog of(List<Interactions> log, int knownUsers) {
            int[] place = new SplitMix64(5).permutation(MovieLens100K.ITEMS);
            int knownItems = MovieLens100K.ITEMS * 4 / 5;
            List<Interactions.Builder> parts = IntStream.range(0, 7).mapToObj(part -> new Interactions.Builder(0)).toList();
            for (int user = 0; user < log.size(); user++) {
                Interactions rows = log.get(user);
                for (int row = 0; row < rows.size(); row++) {
                    int item = place[rows.item(row)];
                    boolean newUser = user >= knownUsers;
                    boolean newItem = item >= knownItems;
                    if (newUser && newItem && row % 10 >= 6) {
                        continue;
                    }
                    parts.get(part(newUser, newItem, row % 10)).add(user, item, rows.label(row));
                }
            }
            List<Interactions> built = parts.stream().map(Interactions.Builder::build).toList();
            return new NewLog(
                    knownItems, built.get(0), built.get(1), built.get(2), built.get(3), built.get(4), built.get(5), built.get(6));
        }

        private static int part(boolean newUser, boolean newItem, int tenth) {
            if (newUser || newItem) {
                return tenth < 5 ? 2 : tenth < 6 ? 3 : newUser ? 4 : 5;
            }
            return tenth < 7 ? 0 : tenth < 8 ? 1 : tenth < 9 ? 2 : 6;
        }
    }
}
