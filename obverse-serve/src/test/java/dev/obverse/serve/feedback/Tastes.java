package dev.obverse.serve.feedback;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A world of a few users and items in which even users like even items, and small models that know that, know the contrary, or know nothing. */
final class Tastes {
    static final int USERS = 12;
    static final int ITEMS = 40;
    static final Kernels KERNELS = new ScalarKernels();

    private Tastes() {}

    static String user(int number) {
        return "user " + number;
    }

    static String item(int number) {
        return "item " + number;
    }

    /** So many opinions by taste, on pairs drawn at random. */
    static List<Feedback> opinions(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Feedback> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int user = random.nextInt(USERS);
            int item = random.nextInt(ITEMS);
            rows.add(user % 2 == item % 2 ? Logs.liked(user(user), item(item)) : Logs.disliked(user(user), item(item)));
        }
        return rows;
    }

    /** Writes a model that was trained on half of all pairs for so many epochs; 0 for one that knows nothing. */
    static Path model(Path file, int epochs, boolean inverted) {
        Interactions rows = pairs(inverted);
        TrainingConfig config = TrainingConfig.of(Map.of("method", "bce", "dim", "8", "epochs", Integer.toString(Math.max(1, epochs)), "batch", "32",
                "learning-rate", "0.03"));
        TrainingData data = new TrainingData(rows, Interactions.empty(), USERS, ITEMS);
        Trainer trainer = new Trainer(config, KERNELS);
        RecommenderModel model = epochs == 0 ? trainer.initialModel(data) : trainer.train(data, TrainingListener.NONE).model();
        Vocabulary users = Vocabulary.of(IntStream.range(0, USERS).mapToObj(Tastes::user).toList());
        Vocabulary items = Vocabulary.of(IntStream.range(0, ITEMS).mapToObj(Tastes::item).toList());
        ModelFile.write(file, new Recommender(model, config, users, items, TrainingHistory.of(rows, USERS), Map.of("made.for", file.getFileName().toString())));
        return file;
    }

    private static Interactions pairs(boolean inverted) {
        Interactions.Builder rows = new Interactions.Builder(USERS * ITEMS / 2);
        for (int user = 0; user < USERS; user++) {
            for (int item = user % 3 == 0 ? 0 : 1; item < ITEMS; item += 2 + item % 2) {
                rows.add(user, item, (user % 2 == item % 2) != inverted ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE);
            }
        }
        return rows.build();
    }
}
