package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.EpochLayout;
import dev.obverse.core.sample.SplitMix64;
import java.util.List;
import java.util.Map;

/**
 * A small log with a planted truth: tastes of rank two and items that are better or worse for everybody. Each pair is in the log at most
 * once; of the exposed pairs some are UNLABELED, and of the labelled ones a fifth is for validation.
 */
final class Planted {
    static final int USERS = 60;
    static final int ITEMS = 80;

    private Planted() {}

    /** The log, always the same one. */
    static TrainingData data() {
        SplitMix64 random = new SplitMix64(2024);
        double[][] users = gaussians(USERS, random);
        double[][] items = gaussians(ITEMS, random);
        Interactions.Builder train = new Interactions.Builder(0);
        Interactions.Builder valid = new Interactions.Builder(0);
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                double taste = users[user][0] * items[item][0] + users[user][1] * items[item][1] + 1.5 * items[item][2];
                byte label = taste > 0 ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE;
                double fate = random.nextDouble();
                if (fate < 0.2) {
                    train.add(user, item, label);
                } else if (fate < 0.25) {
                    valid.add(user, item, label);
                } else if (fate < 0.45) {
                    train.add(user, item, Label.UNLABELED_CODE);
                }
            }
        }
        return new TrainingData(train.build(), valid.build(), USERS, ITEMS);
    }

    /** The log without its validation rows. */
    static TrainingData withoutValidation() {
        TrainingData data = data();
        return new TrainingData(data.train(), Interactions.empty(), USERS, ITEMS);
    }

    /** A config that learns it in seconds, with settings of the test's own on top: name, value, name, value. */
    static TrainingConfig config(String... settings) {
        TrainingConfig config = TrainingConfig.of(Map.of("dim", "8", "batch", "128", "learning-rate", "0.01", "epochs", "5", "patience", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            config = config.with(settings[i], settings[i + 1]);
        }
        return config;
    }

    /** The phases of an epoch, laid out. */
    static List<Phase> epoch(Method method, int number) {
        EpochLayout layout = new EpochLayout();
        List<Phase> phases = method.epoch(number, layout);
        layout.finish(Workers.none());
        return phases;
    }

    /** Whether all values of a tensor are finite. */
    static boolean isFinite(TensorView tensor) {
        return new FiniteCheck(Workers.none()).passes(tensor);
    }

    /** Trains on the log. */
    static TrainingResult train(String... settings) {
        return trainer(settings).train(data(), TrainingListener.NONE);
    }

    static Trainer trainer(String... settings) {
        return new Trainer(config(settings), new ScalarKernels());
    }

    private static double[][] gaussians(int rows, SplitMix64 random) {
        double[][] values = new double[rows][3];
        for (double[] row : values) {
            for (int k = 0; k < row.length; k++) {
                row[k] = random.nextGaussian();
            }
        }
        return values;
    }
}
