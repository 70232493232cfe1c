package dev.obverse.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.fold.FoldedUser;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.model.CheckpointFile;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.rank.TopItems;
import dev.obverse.core.rank.TopLists;
import dev.obverse.core.rank.Weighting;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.Checkpoints;
import dev.obverse.core.train.Scorer;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.core.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code docs/library.md}: they stand here, word by word, and run. */
final class LibraryTest {
    private static final int USERS = 200;
    private static final int ITEMS = 60;
    private static final Path SOURCES = Path.of("src/test/java/dev/obverse/external");

    private final Interactions rows = rows(1, 0, USERS);
    private final int[] users = rows.users();
    private final int[] items = rows.items();
    private final byte[] labels = labels(rows);
    private final Interactions valid = rows(2, 0, USERS);

    @TempDir private Path folder = Path.of("");

    /** Even users like even items; a third of the rows is UNLABELED in training and left out elsewhere. */
    private static Interactions rows(long seed, int fromUser, int toUser) {
        SplitMix64 random = new SplitMix64(seed);
        Interactions.Builder all = new Interactions.Builder(0);
        for (int user = fromUser; user < toUser; user++) {
            for (int item = 0; item < ITEMS; item++) {
                double fate = random.nextDouble();
                boolean likes = random.nextDouble() < (user % 2 == item % 2 ? 0.9 : 0.1);
                if (fate < 0.3) {
                    all.add(user, item, likes ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE);
                } else if (fate < 0.4 && seed == 1) {
                    all.add(user, item, Label.UNLABELED_CODE);
                }
            }
        }
        return all.build();
    }

    private static byte[] labels(Interactions rows) {
        byte[] labels = new byte[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.label(row);
        }
        return labels;
    }

    private RecommenderModel trained() {
        return new Trainer(TrainingConfig.of(Map.of("bias", "prior", "epochs", "20", "learning-rate", "0.01", "dim", "8", "batch", "64")), new ScalarKernels())
                .train(new TrainingData(rows, valid, USERS, ITEMS), TrainingListener.NONE).model();
    }

    private static Vocabulary ids(String kind, int count) {
        return Vocabulary.of(IntStream.range(0, count).mapToObj(id -> kind + id).toList());
    }

    @Test
    void trainsFromArrays() {
        // users and items are dense ids from 0; a label is Label.POSITIVE.code(), NEGATIVE.code() or UNLABELED.code()
        Interactions train = Interactions.of(users, items, labels);
        TrainingData data = new TrainingData(train, valid, USERS, ITEMS);
        TrainingConfig config = TrainingConfig.of(Map.of("method", "obverse", "batch", "128", "learning-rate", "0.01"));
        Trainer trainer = new Trainer(config, KernelProviders.choose(), Runtime.getRuntime().availableProcessors());
        RecommenderModel model = trainer.train(data, TrainingListener.NONE).model();
        double auc = new Scorer(model.labels()).evaluate(valid).get(Metric.AUC);
        System.out.printf("validation AUC %.3f%n", auc);

        assertThat(auc).isGreaterThan(0.7);
    }

    @Test
    void scores() {
        RecommenderModel model = trained();
        // Labels do not matter here; a negative id is unknown and leaves its terms out.
        Interactions pairs = new Interactions.Builder(2).add(0, 3, Label.UNLABELED.code()).add(0, Interactions.UNKNOWN, Label.UNLABELED.code()).build();
        double[] logits = new Scorer(model.labels()).logits(pairs);
        double probability = Logistic.sigmoid(logits[0]);

        assertThat(logits).hasSize(2);
        assertThat(probability).isBetween(0.0, 0.5);
    }

    @Test
    void ranks() {
        RecommenderModel model = trained();
        TrainingData data = new TrainingData(rows, valid, USERS, ITEMS);
        int best;
        try (Workers workers = new Workers(2)) {
            TopItems top = TopItems.of(model, ITEMS, KernelProviders.choose(), workers);
            TopLists lists = new TopLists();
            top.rank(new int[] {0, 7}, 2, 10, Weighting.LIKE, data.seen(), lists);
            best = lists.item(0, 0);   // of the first user, the best item without those that the user has a row with
        }

        assertThat(best).isBetween(0, ITEMS - 1);
        assertThat(data.seen().contains(0, best)).isFalse();
    }

    @Test
    void keepsAModel() {
        RecommenderModel model = trained();
        TrainingConfig config = TrainingConfig.of(Map.of("bias", "prior", "dim", "8"));
        Vocabulary userIds = ids("user ", USERS);
        Vocabulary itemIds = ids("item ", ITEMS);
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(file, new Recommender(model, config, userIds, itemIds, TrainingHistory.of(rows, USERS), Map.of("note", "any text")));
        Recommender recommender = ModelFile.read(file, KernelProviders.choose());
        int user = recommender.users().indexOf("user 7");

        assertThat(user).isEqualTo(7);
        assertThat(recommender.history().interactions().size()).isEqualTo(rows.size());
    }

    /** One file, written at the end of every epoch. */
    private record FileCheckpoints(Path file, Map<String, String> run) implements Checkpoints {
        @Override
        public @Nullable TrainingState resume(Parameters parameters) {
            return Files.exists(file) ? CheckpointFile.read(file, run, parameters) : null;
        }

        @Override
        public boolean dueAfterStep(long optimizerSteps) {
            return false;
        }

        @Override
        public boolean dueAfterEpoch(int epoch) {
            return true;
        }

        @Override
        public void save(TrainingState state, Parameters parameters) {
            CheckpointFile.write(file, run, state, parameters);
        }
    }

    @Test
    void goesOnWhereItWasKilled() {
        TrainingData data = new TrainingData(rows, valid, USERS, ITEMS);
        Trainer trainer = new Trainer(TrainingConfig.of(Map.of("epochs", "4", "dim", "8")), new ScalarKernels());
        RecommenderModel alone = trainer.train(data, TrainingListener.NONE).model();
        Path file = folder.resolve("checkpoint.safetensors");
        class Killed extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
        TrainingListener bomb = new TrainingListener() {
            @Override
            public void step(int epoch, long done, long total) {
                if (epoch == 3) {
                    throw new Killed();
                }
            }
        };
        try {
            trainer.train(trainer.initialModel(data), data, bomb, new FileCheckpoints(file, Map.of("data", "sha256 ...")));
        } catch (Killed expected) {
            assertThat(file).exists();
        }
        // run: whatever must be the same for the run to go on; another value is refused
        Checkpoints checkpoints = new FileCheckpoints(file, Map.of("data", "sha256 ..."));
        RecommenderModel model = trainer.train(trainer.initialModel(data), data, TrainingListener.NONE, checkpoints).model();

        for (int t = 0; t < alone.parameters().snapshot().size(); t++) {
            assertThat(model.parameters().snapshot().get(t)).containsExactly(alone.parameters().snapshot().get(t));
        }
    }

    @Test
    void foldsAUserIn() {
        Recommender recommender = new Recommender(
                trained(), TrainingConfig.of(Map.of("bias", "prior", "dim", "8")), ids("user ", USERS), ids("item ", ITEMS), null, Map.of());
        FoldedUser user = recommender.foldIn(Map.of("item 2", Label.POSITIVE, "item 6", Label.POSITIVE, "item 5", Label.NEGATIVE));
        List<String> list = IntStream.of(user.top(10)).mapToObj(recommender.items()::id).toList();
        float logit = user.logits(recommender.items().indexOf("item 8"))[0];

        assertThat(list).hasSize(10).doesNotContain("item 2", "item 6", "item 5");
        assertThat(logit).isFinite();
    }

    @Test
    void goesOnWithMoreUsers() {
        RecommenderModel model = trained();
        TrainingConfig config = TrainingConfig.of(Map.of("bias", "prior", "dim", "8", "epochs", "5", "learning-rate", "0.01"));
        Interactions newRows = rows(3, USERS, USERS + 20);
        Interactions newValid = rows(4, USERS, USERS + 20);
        // Known ids keep their dense ids; new ones come behind them.
        TrainingData more = new TrainingData(newRows, newValid, USERS + 20, ITEMS).after(rows);
        Trainer trainer = new Trainer(config, KernelProviders.choose());
        RecommenderModel grown = trainer.train(trainer.grownModel(model, more), more, TrainingListener.NONE).model();
        TrainingHistory history = TrainingHistory.of(more.all(), more.users());

        assertThat(new Scorer(grown.labels()).evaluate(newValid).get(Metric.AUC)).isGreaterThan(0.5);
        assertThat(history.items()).hasSize(rows.size() + newRows.size());
    }

    @Test
    void aForeignBackboneFoldsUsersIn() {
        RecommenderModel model = new RecommenderModel(new PopularityModel(USERS, new double[ITEMS], 5));
        TrainingConfig config = TrainingConfig.of(Map.of("epochs", "20", "learning-rate", "0.02"));
        new Trainer(config, new ScalarKernels()).train(model, new TrainingData(rows, valid, USERS, ITEMS), TrainingListener.NONE);
        Recommender recommender = new Recommender(model, config, ids("user ", USERS), ids("item ", ITEMS), null, Map.of());
        float liked = recommender.foldIn(Map.of("item 2", Label.POSITIVE)).logits(2)[0];
        assertThat(liked).isGreaterThan(recommender.foldIn(Map.of("item 2", Label.NEGATIVE)).logits(2)[0]);
    }

    /** What stands between the fences of the page, without indentation. */
    static Stream<String> examples() throws IOException {
        String page = Files.readString(Path.of("../docs/library.md"));
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page).results().map(block -> block.group(1));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleOfThePageIsOneThatRuns(String example) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String source : List.of("LibraryTest.java", "PopularityModel.java")) {
            sources.add(withoutIndentation(Files.readString(SOURCES.resolve(source))));
        }
        assertThat(sources).anyMatch(source -> source.contains(withoutIndentation(example)));
    }

    private static String withoutIndentation(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    @Test
    void thePageHasExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(8);
    }
}
