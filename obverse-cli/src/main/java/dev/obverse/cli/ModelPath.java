package dev.obverse.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Lets a run's folder stand for the model in it. */
final class ModelPath {
    private ModelPath() {}

    static Path of(Path given) {
        return Files.isDirectory(given) ? given.resolve("model.safetensors") : given;
    }
}
