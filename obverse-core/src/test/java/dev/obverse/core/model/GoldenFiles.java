package dev.obverse.core.model;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.parameter.Parameters;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the golden files: two models and a checkpoint in the middle of an epoch, of a made-up log of a few rows, with the logits that they
 * give. A version of the format has one folder of them, which is made once and then only read.
 */
final class GoldenFiles {
    static final int USERS = 7;
    static final int ITEMS = 5;
    static final Map<String, String> RUN = Map.of("version", "golden", "java", "any", "kernels", "scalar");

    private static final String SMALL = "dim=2 batch=8 epochs=2 learning-rate=0.05";
    private static final String GMF = SMALL + " dim=3 bias=prior linear=true exposure-epochs=0.5";
    private static final String NEUMF = SMALL + " backbone=neumf bias=zero";
    private static final String LEFT = SMALL + " epochs=3 method=ig training-train=0.5 pool=exposed bias=zero seed=5";

    private GoldenFiles() {}

    /** Writes them into a folder that is not there. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectory(Path.of(args[0]));
        Map<String, Json> logits = new LinkedHashMap<>();
        for (String name : List.of("gmf", "neumf")) {
            Recommender trained = recommender(name);
            ModelFile.write(folder.resolve(name + ".safetensors"), trained);
            Backbone exposure = trained.model().exposure();
            logits.put(name, logits(trained.model().labels()));
            if (exposure != null) {
                logits.put(name + " exposure", logits(exposure));
            }
        }
        checkpoint(folder.resolve("checkpoint.safetensors"));
        logits.put("checkpoint", logits(resumed(folder.resolve("checkpoint.safetensors")).labels()));
        Files.writeString(folder.resolve("logits.json"), new Json.Obj(logits).text() + "\n");
    }

    static TrainingConfig config(String settings) {
        TrainingConfig config = TrainingConfig.defaults();
        for (String setting : settings.split(" ", -1)) {
            config = config.with(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return config;
    }

    private static Recommender recommender(String name) {
        TrainingData data = data();
        TrainingConfig config = config(name.equals("gmf") ? GMF : NEUMF);
        RecommenderModel model = new Trainer(config, kernels()).train(data, TrainingListener.NONE).model();
        Vocabulary users = Vocabulary.of(IntStream.range(0, USERS).mapToObj(user -> "zo\u00e9 " + user).toList());
        Vocabulary items = Vocabulary.of(IntStream.range(0, ITEMS).mapToObj(item -> item == 0 ? "\ud83c\udfac" : "clip/" + item).toList());
        return new Recommender(model, config, users, items, name.equals("gmf") ? TrainingHistory.of(data.train(), USERS) : null,
                Map.of("census", "{\"rows\":60}", "data", "{\"views.csv\":\"" + "0a".repeat(32) + "\"}", "kernels", "scalar", "version", "golden"));
    }

    private static Kernels kernels() {
        return new ScalarKernels();
    }

    static TrainingData data() {
        SplitMix64 random = new SplitMix64(11);
        return new TrainingData(log(48, 0.4, random), log(24, 0, random), USERS, ITEMS);
    }

    private static Interactions log(int rows, double unlabeled, SplitMix64 random) {
        Interactions.Builder log = new Interactions.Builder(rows);
        for (int row = 0; row < rows; row++) {
            int user = random.nextInt(USERS);
            int item = random.nextInt(ITEMS);
            boolean likes = random.nextDouble() < (user % 2 == item % 2 ? 0.9 : 0.2);
            boolean hidden = random.nextDouble() < unlabeled;
            log.add(user, item, hidden ? Label.UNLABELED_CODE : likes ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE);
        }
        return log.build();
    }

    /** Every pair, and pairs with an unknown user, item or both. */
    static double[] scores(Backbone backbone) {
        Interactions.Builder pairs = new Interactions.Builder(64);
        for (int user = -1; user < USERS; user++) {
            for (int item = -1; item < ITEMS; item++) {
                pairs.add(user, item, Label.POSITIVE_CODE);
            }
        }
        return new Scorer(backbone).logits(pairs.build());
    }

    static Json logits(Backbone backbone) {
        return new Json.Arr(DoubleStream.of(scores(backbone)).<Json>mapToObj(Json.Num::of).toList());
    }

    /** Keeps the state after the third of the four steps of the second epoch: a best epoch is known, and the Inverse Gradient has chosen. */
    static void checkpoint(Path file) {
        Trainer trainer = new Trainer(config(LEFT), kernels());
        TrainingData data = data();
        trainer.train(trainer.initialModel(data), data, TrainingListener.NONE, new InFile(file, 7));
    }

    /** Goes on from a checkpoint to the end. */
    static RecommenderModel resumed(Path file) {
        Trainer trainer = new Trainer(config(LEFT), kernels());
        TrainingData data = data();
        return trainer.train(trainer.initialModel(data), data, TrainingListener.NONE, new InFile(file, -1)).model();
    }

    /** The parameters of the checkpoint's run, with room for the optimizer's state. */
    static Parameters parameters() {
        Parameters parameters = new Trainer(config(LEFT), kernels()).initialModel(data()).parameters();
        parameters.reserveState(2);
        return parameters;
    }

    /** One file, written after one step and read if it is there. */
    private record InFile(Path file, long step) implements Checkpoints {
        @Override
        public @Nullable TrainingState resume(Parameters parameters) {
            return Files.exists(file) ? CheckpointFile.read(file, RUN, parameters) : null;
        }

        @Override
        public boolean dueAfterStep(long optimizerSteps) {
            return optimizerSteps == step;
        }

        @Override
        public boolean dueAfterEpoch(int epoch) {
            return false;
        }

        @Override
        public void save(TrainingState state, Parameters parameters) {
            CheckpointFile.write(file, RUN, state, parameters);
        }
    }
}
