package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets a run's folder stand for the model in it. */
final class ModelPath {
    private ModelPath() {}

    /**
     * Returns the file of a model.
     *
     * @throws InvalidInputException if it is to be that of a run that is not finished
     */
    static Path of(Path given) {
        if (!Files.isDirectory(given)) {
            return given;
        }
        RunDirectory run = new RunDirectory(given);
        if (!Files.exists(run.model()) && run.isBegun()) {
            throw new InvalidInputException("the run in " + given + " is not finished, so there is no model yet: the command that began it goes on with it");
        }
        return run.model();
    }
}
