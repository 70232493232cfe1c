package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.sample.SplitMix64;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes an untrained model of so many users and items over a file: a process of its own, so that its files can be limited. */
final class WriteModel {
    private WriteModel() {}

    /** Takes the file and the number of users, and of items. */
    public static void main(String[] args) {
        try {
            ModelFile.write(Path.of(args[0]), untrained(Integer.parseInt(args[1])));
        } catch (InvalidInputException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }

    static Recommender untrained(int size) {
        Kernels kernels = KernelProviders.choose();
        TrainingConfig config = TrainingConfig.defaults();
        RecommenderModel model = Architecture.of(config).build(size, size, kernels, new SplitMix64(1));
        Vocabulary ids = Vocabulary.of(IntStream.range(0, size).mapToObj(id -> "id " + id).toList());
        return new Recommender(model, config, ids, ids, null, Map.of());
    }
}
