package dev.obverse.serve.http;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A model of users {@code u1} to {@code u30} and items {@code i1} to {@code i80}. */
final class SmallModel {
    static final int USERS = 30;
    static final int ITEMS = 80;

    private SmallModel() {}

    /** Trains it and writes it; another seed makes another model. */
    static void write(Path file, int seed, boolean history) {
        Interactions rows = rows(seed);
        TrainingConfig config = TrainingConfig.of(Map.of("dim", "8", "batch", "128", "learning-rate", "0.01", "epochs", "4", "bias", "prior"));
        var model = new Trainer(config, new ScalarKernels()).train(new TrainingData(rows, Interactions.empty(), USERS, ITEMS), TrainingListener.NONE).model();
        Vocabulary users = Vocabulary.of(IntStream.rangeClosed(1, USERS).mapToObj(user -> "u" + user).toList());
        Vocabulary items = Vocabulary.of(IntStream.rangeClosed(1, ITEMS).mapToObj(item -> "i" + item).toList());
        ModelFile.write(file, new Recommender(model, config, users, items, history ? TrainingHistory.of(rows, USERS) : null,
                Map.of("metrics", "{\"valid\":{\"auc\":0.75}}", "label", "seed " + seed)));
    }

    private static Interactions rows(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Interactions.Builder rows = new Interactions.Builder(USERS * ITEMS / 4);
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                if (random.nextInt(4) == 0) {
                    boolean likes = random.nextDouble() < (user % 3 == item % 3 ? 0.9 : 0.2);
                    rows.add(user, item, (random.nextBoolean() ? Label.UNLABELED : likes ? Label.POSITIVE : Label.NEGATIVE).code());
                }
            }
        }
        return rows.build();
    }
}
