package dev.obverse.lab;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.train.TrainingData;
import dev.obverse.lab.run.Slice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A made-up data set of 60 users and 80 items with taste and popularity, small enough to train on in a moment. */
public final class SmallWorld {
    private static final int USERS = 60;
    private static final int ITEMS = 80;

    private SmallWorld() {}

    /** Returns a slice in which a training row keeps its label with probability {@code labelFraction}. */
    public static Slice slice(String name, double labelFraction, long dataSeed) {
        SplittableRandom random = new SplittableRandom(4);
        double[] users = random.doubles(USERS, -1.5, 1.5).toArray();
        double[] items = random.doubles(ITEMS, -1.5, 1.5).toArray();
        double[] popularity = random.doubles(ITEMS, -1, 1).toArray();
        SplittableRandom hide = new SplittableRandom(dataSeed);
        Interactions.Builder train = new Interactions.Builder(100);
        Interactions.Builder valid = new Interactions.Builder(100);
        Interactions.Builder test = new Interactions.Builder(100);
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                double z = 2 * users[user] * items[item] + popularity[item];
                byte label = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE;
                double part = random.nextDouble();
                boolean hidden = hide.nextDouble() >= labelFraction;
                if (part < 0.4) {
                    train.add(user, item, hidden ? Label.UNLABELED_CODE : label);
                } else if (part < 0.5) {
                    valid.add(user, item, label);
                } else if (part < 0.7) {
                    test.add(user, item, label);
                }
            }
        }
        TrainingData training = new TrainingData(train.build(), valid.build(), USERS, ITEMS);
        Interactions judged = test.build();
        return new Slice(name, labelFraction, dataSeed, training, judged, judged.users(), Map.of("small.csv", "0123abcd"),
                census(training, judged), "", List.of("--data", "small.csv", "--positive", "rating > 2", "--negative", "rating <= 2"));
    }

    private static Map<String, Object> census(TrainingData training, Interactions test) {
        Map<String, Object> census = new LinkedHashMap<>();
        census.put("positive", "rating > 2");
        census.put("negative", "rating <= 2");
        census.put("train", part(training.train()));
        census.put("valid", part(training.valid()));
        census.put("test", part(test));
        return census;
    }

    private static Map<String, Object> part(Interactions rows) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("rows", rows.size());
        part.put("positive", rows.count(Label.POSITIVE));
        part.put("negative", rows.count(Label.NEGATIVE));
        part.put("unlabeled", rows.count(Label.UNLABELED));
        part.put("users", USERS);
        part.put("items", ITEMS);
        return part;
    }
}
