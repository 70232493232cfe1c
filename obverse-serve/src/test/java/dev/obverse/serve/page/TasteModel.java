package dev.obverse.serve.page;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A model of people with tastes: each likes some kinds of films, and says so of one view in two. */
final class TasteModel {
    private static final int USERS = 120;
    private static final int ITEMS = 150;
    private static final int KINDS = 5;
    private static final List<String> FIRST = List.of("Quiet", "Last", "Blue", "Hidden", "Winter", "Golden", "Broken", "Distant", "Silent", "Paper");
    private static final List<String> SECOND = List.of(
            "River", "Station", "Garden", "Signal", "Orchard", "Harbour", "Letter", "Summer", "Clock", "Mountain and the Long Way Home", "Lantern",
            "Crossing", "Island", "Archive", "Weather");

    private TasteModel() {}

    /** Trains it and writes it, with its history. */
    static void write(Path file) {
        Interactions rows = rows();
        TrainingConfig config = TrainingConfig.of(Map.of(
                "dim", "8", "batch", "256", "learning-rate", "0.01", "epochs", "15", "bias", "prior", "linear", "true"));
        var model = new Trainer(config, new ScalarKernels()).train(new TrainingData(rows, Interactions.empty(), USERS, ITEMS), TrainingListener.NONE).model();
        Vocabulary users = Vocabulary.of(IntStream.range(0, USERS).mapToObj(user -> "u" + (100 + user)).toList());
        Vocabulary items = Vocabulary.of(IntStream.range(0, ITEMS).mapToObj(TasteModel::item).toList());
        ModelFile.write(file, new Recommender(model, config, users, items, TrainingHistory.of(rows, USERS), Map.of()));
    }

    /** The titles of all items but the last; one of them is a trap for a page that takes text for markup. */
    static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        for (int item = 0; item < ITEMS - 1; item++) {
            titles.put(item(item), "The " + FIRST.get(item % FIRST.size()) + " " + SECOND.get(item / FIRST.size()));
        }
        titles.replaceAll((item, title) -> item.endsWith("7") ? title + " <img src=x>" : title);
        return titles;
    }

    private static String item(int item) {
        return "v" + (1000 + item);
    }

    private static Interactions rows() {
        SplittableRandom random = new SplittableRandom(5);
        Interactions.Builder rows = new Interactions.Builder(USERS * ITEMS / 5);
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                if (random.nextInt(5) > 0) {
                    continue;
                }
                boolean likes = random.nextDouble() < (likes(user, item) ? 0.9 : 0.25);
                Label label = random.nextBoolean() ? Label.UNLABELED : likes ? Label.POSITIVE : Label.NEGATIVE;
                rows.add(user, item, label.code());
            }
        }
        return rows.build();
    }

    private static boolean likes(int user, int item) {
        int kind = item % KINDS;
        return kind == user % KINDS || kind == user / KINDS % KINDS;
    }
}
