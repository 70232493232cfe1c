package dev.obverse.serve.answer;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SplitMix64;
import java.nio.file.Path;
import java.util.Map;

/**
 * Models whose parameters are drawn at random, with a history. User 0 has no row, user 1 a row with every item, the others a dozen. External
 * ids are {@code u0, u1, ...} and {@code i0, i1, ...}.
 */
final class Models {
    static final int USERS = 50;
    static final Kernels KERNELS = KernelProviders.choose();
    static final AnswerSettings SETTINGS = new AnswerSettings(2, 1000);

    private Models() {}

    /** A model of a kind; {@code settings} are name, value, name, value. */
    static Recommender of(int items, long seed, boolean withHistory, String... settings) {
        TrainingConfig config = TrainingConfig.of(Map.of("dim", "8", "bias", "zero", "linear", "true"));
        for (int i = 0; i < settings.length; i += 2) {
            config = config.with(settings[i], settings[i + 1]);
        }
        SplitMix64 random = new SplitMix64(seed);
        RecommenderModel model = Architecture.of(config).build(USERS, items, KERNELS, random);
        for (TensorView view : model.parameters().tensors()) {
            for (int row = 0; row < view.rows(); row++) {
                for (int i = 0; i < view.width(); i++) {
                    view.set(row, i, (float) (0.4 * random.nextGaussian()));
                }
            }
        }
        Map<String, String> provenance = model.exposure() == null ? Map.of("rule.positive", "rating > 2") : Map.of("weighting", "exposure");
        return new Recommender(
                model, config, ids("u", USERS), ids("i", items), withHistory ? history(items, random) : null, provenance);
    }

    private static Vocabulary ids(String letter, int count) {
        Vocabulary.Builder ids = new Vocabulary.Builder();
        for (int i = 0; i < count; i++) {
            ids.add(letter + i);
        }
        return ids.build();
    }

    private static TrainingHistory history(int items, SplitMix64 random) {
        Interactions.Builder rows = new Interactions.Builder(0);
        for (int item = 0; item < items; item++) {
            rows.add(1, item, (byte) random.nextInt(3));
        }
        for (int user = 2; user < USERS; user++) {
            for (int k = 0; k < 12; k++) {
                // Twelve items that differ, wherever they begin.
                rows.add(user, (user * 7 + k * 5) % items, (byte) random.nextInt(3));
            }
        }
        return TrainingHistory.of(rows.build(), USERS);
    }

    /** Writes a model into a folder. */
    static Path write(Path folder, String name, Recommender recommender) {
        Path file = folder.resolve(name + ".safetensors");
        ModelFile.write(file, recommender);
        return file;
    }

    /** Returns how many rows of a user are UNLABELED. */
    static int views(Recommender recommender, int user) {
        TrainingHistory history = recommender.history();
        int views = 0;
        for (int row = (int) history.offsets()[user]; row < history.offsets()[user + 1]; row++) {
            views += history.labels()[row] == Label.UNLABELED_CODE ? 1 : 0;
        }
        return views;
    }
}
