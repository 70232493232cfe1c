package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.ModelFile;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What retraining begins with when a server starts.
 *
 * @param state what is known of earlier attempts
 * @param model the file of the model to serve
 * @param noted whether the folder has a state already to go on from; else this one is the first
 */
record ServedBefore(RetrainingState state, Path model, boolean noted) {
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
        Instant now = Instant.now();
        if (known == null) {
            return new ServedBefore(RetrainingState.beginning(base, models.newest(), now), given, false);
        }
        // An attempt that was under way when the server ended has left its folder behind.
        models.removeAfter(known.attempts());
        if (!known.base().equals(base)) {
            LOG.log(System.Logger.Level.INFO, "the server was given another model than before, so all feedback is new to it");
            return new ServedBefore(RetrainingState.beginning(base, known.attempts(), now), given, false);
        }
        Instant counted = known.countedFrom();
        if (log.end().compareTo(known.attemptedTo()) < 0) {
            LOG.log(System.Logger.Level.WARNING, "the feedback log ends before the last attempt to train on it, so all of it counts as new");
            known = known.forNewLog();
        }
        RetrainingState.Accepted accepted = known.accepted();
        if (accepted == null) {
            return new ServedBefore(counted == null ? known.countedFrom(now) : known, given, counted != null);
        }
        Path file = asItWas(models, accepted);
        // Not noted yet, for the file may come back.
        return file == null ? new ServedBefore(RetrainingState.beginning(base, known.attempts(), counted == null ? now : counted), given, true)
                : new ServedBefore(known, file, true);
    }

    /** Says so in the log if a server does not train, and so serves the given model, where an earlier one had put another one in its place. */
    static void warnIfPassedOver(FeedbackLog log, String sha256) {
        try {
            RetrainingState known = RetrainingState.read(log.folder());
            RetrainingState.Accepted accepted = known == null || !known.base().equals(sha256) ? null : known.accepted();
            if (accepted != null) {
                LOG.log(System.Logger.Level.WARNING, "the model " + new ModelFolder(log.folder()).path().resolve(accepted.model())
                        + ", which retraining put in the place of the one that the server is given, is not served; start the server with --retrain-every, "
                        + "or give it that file");
            }
        } catch (InvalidInputException e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
        }
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
