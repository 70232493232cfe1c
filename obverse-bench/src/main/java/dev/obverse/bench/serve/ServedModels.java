package dev.obverse.bench.serve;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SplitMix64;
import java.nio.file.Path;
import java.util.Map;

/**
 * Models with random parameters and a history of {@value #SEEN} views a user. What an answer costs depends on the sizes, and on the spread of the
 * logits only in so far as a list fills slowly or quickly; independent draws are the slow case.
 */
final class ServedModels {
    static final int USERS = 20_000;
    static final int ITEMS = 200_000;
    static final int DIM = 64;
    private static final int SEEN = 50;

    private ServedModels() {}

    /** Writes a model of a backbone; another seed gives another one of the same shape. */
    static Path write(Path file, String backbone, long seed, Kernels kernels) {
        TrainingConfig config = TrainingConfig.of(Map.of("method", "bce", "backbone", backbone, "dim", String.valueOf(DIM), "bias", "zero"));
        SplitMix64 random = new SplitMix64(seed);
        RecommenderModel model = Architecture.of(config).build(USERS, ITEMS, kernels, random);
        for (TensorView view : model.parameters().tensors()) {
            for (int row = 0; row < view.rows(); row++) {
                for (int i = 0; i < view.width(); i++) {
                    view.set(row, i, (float) (0.3 * random.nextGaussian()));
                }
            }
        }
        ModelFile.write(file, new Recommender(model, config, ids("u", USERS), ids("i", ITEMS), history(random), Map.of("note", "random parameters")));
        return file;
    }

    private static Vocabulary ids(String letter, int count) {
        Vocabulary.Builder ids = new Vocabulary.Builder();
        for (int i = 0; i < count; i++) {
            ids.add(letter + i);
        }
        return ids.build();
    }

    private static TrainingHistory history(SplitMix64 random) {
        Interactions.Builder rows = new Interactions.Builder(USERS * SEEN);
        for (int user = 0; user < USERS; user++) {
            int first = random.nextInt(ITEMS);
            for (int k = 0; k < SEEN; k++) {
                // Fifty items that differ, wherever they begin.
                byte label = k % 10 == 0 ? Label.POSITIVE_CODE : k % 10 == 1 ? Label.NEGATIVE_CODE : Label.UNLABELED_CODE;
                rows.add(user, (first + k * 3_989) % ITEMS, label);
            }
        }
        return TrainingHistory.of(rows.build(), USERS);
    }
}
