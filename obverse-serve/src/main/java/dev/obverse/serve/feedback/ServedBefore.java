package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.ModelFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What retraining begins with when a server starts.
 *
 * @param state what is known of earlier attempts
 * @param model the file of the model to serve
 */
record ServedBefore(RetrainingState state, Path model) {
    private static final System.Logger LOG = System.getLogger(ServedBefore.class.getName());

    /**
     * Finds it out: the last accepted model if it came of the given one, else the given one.
     *
     * @throws InvalidInputException if the given model, or the state of the folder, cannot be read
     */
    static ServedBefore of(FeedbackLog log, Path given) {
        String base = ModelFile.sha256(given);
        ModelFolder models = new ModelFolder(log.folder());
        RetrainingState known = RetrainingState.read(log.folder());
        if (known == null) {
            return new ServedBefore(RetrainingState.beginning(base, models.newest()), given);
        }
        if (!known.base().equals(base)) {
            LOG.log(System.Logger.Level.INFO, "the server was given another model than before, so all feedback is new to it");
            return new ServedBefore(RetrainingState.beginning(base, Math.max(known.attempts(), models.newest())), given);
        }
        // An attempt that was under way when the server ended has left its folder behind.
        models.removeAfter(known.attempts());
        if (log.end().compareTo(known.attemptedTo()) < 0) {
            LOG.log(System.Logger.Level.WARNING, "the feedback log ends before the last attempt to train on it, so all of it counts as new");
            known = known.forNewLog();
        }
        RetrainingState.Accepted accepted = known.accepted();
        if (accepted == null) {
            return new ServedBefore(known, given);
        }
        Path file = asItWas(models, accepted);
        return file == null ? new ServedBefore(RetrainingState.beginning(base, known.attempts()), given) : new ServedBefore(known, file);
    }

    private static @Nullable Path asItWas(ModelFolder models, RetrainingState.Accepted accepted) {
        Path file = models.path().resolve(accepted.model()).normalize();
        String fault = "it has another checksum";
        try {
            if (!file.startsWith(models.path())) {
                fault = "it lies outside of " + models.path();
            } else if (ModelFile.sha256(file).equals(accepted.sha256())) {
                return file;
            }
        } catch (InvalidInputException e) {
            fault = String.valueOf(e.getMessage());
        }
        LOG.log(System.Logger.Level.WARNING, "the model " + file + ", which was in service, is not there as it was (" + fault
                + "); the server begins again with the one that it was given, and all feedback is new to it");
        return null;
    }
}
