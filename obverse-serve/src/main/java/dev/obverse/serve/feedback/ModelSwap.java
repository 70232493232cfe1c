package dev.obverse.serve.feedback;

import java.nio.file.Path;

/** Puts a model into service. */
@FunctionalInterface
public interface ModelSwap {
    /**
     * Reads the model, checks it and answers with it from now on.
     *
     * @throws dev.obverse.core.InvalidInputException if it cannot be used; then the old one goes on
     */
    void to(Path model);
}
