package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server that is started again must know of the training before: the file {@code retraining.json} of a log's folder, always written whole.
 *
 * @param version of the file: {@value #VERSION}
 * @param base the checksum of the model that it all began with
 * @param accepted the last model that was accepted; null if none was
 * @param trainedTo the place in the log up to which the model in service was trained
 * @param attemptedTo where the log ended at the last attempt
 * @param attempts how many attempts there were
 * @param last the last attempt; null before the first
 * @param since when the model came into service, as long as no attempt with it has ended; else null
 */
record RetrainingState(
        int version, String base, @Nullable Accepted accepted, LogPosition trainedTo, LogPosition attemptedTo, long attempts, @Nullable Attempt last,
        @Nullable Instant since) {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A model that was accepted.
     *
     * @param model its file, from the folder of models
     * @param sha256 its checksum
     */
    record Accepted(String model, String sha256) {}

    /** Checks what came from a file. */
    RetrainingState {
        boolean whole = version == VERSION && base.length() == 64 && trainedTo.offset() >= 0 && attemptedTo.offset() >= 0 && attempts >= 0
                && (accepted == null || (accepted.sha256.length() == 64 && !accepted.model.isEmpty()));
        if (!whole) {
            throw new IllegalArgumentException("a value is missing or out of range");
        }
    }

    static Path file(Path folder) {
        return folder.resolve("retraining.json");
    }

    /** Before the first attempt with a model: all feedback is new to it. */
    static RetrainingState beginning(String base, long attempts, Instant since) {
        return new RetrainingState(VERSION, base, null, LogPosition.START, LogPosition.START, attempts, null, since);
    }

    /** Returns the checksum of the model in service. */
    String inService() {
        return accepted == null ? base : accepted.sha256;
    }

    /** Returns from when on the time until the next attempt counts; null if nobody has noted it. */
    @Nullable Instant countedFrom() {
        return since != null || last == null ? since : last.started();
    }

    /**
     * Reads the state of a folder, or null if there is none.
     *
     * @throws InvalidInputException if it cannot be read or is damaged
     */
    static @Nullable RetrainingState read(Path folder) {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return JSON.readValue(Files.readAllBytes(file), RetrainingState.class);
        } catch (IOException | JacksonException e) {
            throw new InvalidInputException("the file " + file + " is no state of retraining of version " + VERSION
                    + ", or is damaged; remove it to begin again with the model that the server is given", e);
        }
    }

    /** Writes it, whole or not at all. */
    void write(Path folder) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(this);
        AtomicFile.write(file(folder), channel -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
    }

    /** Returns the same after an attempt that left the model as it was. The rows of one that came to nothing are as new as before. */
    RetrainingState after(Attempt attempt, LogPosition end) {
        boolean stopped = attempt.outcome() == Attempt.Outcome.STOPPED;
        boolean nothing = stopped || attempt.outcome() == Attempt.Outcome.FAILED;
        return new RetrainingState(version, base, accepted, trainedTo, nothing ? attemptedTo : end, attempt.number(), attempt, stopped ? since : null);
    }

    /** Returns the same after an attempt that gave a new model. */
    RetrainingState after(Attempt attempt, LogPosition end, Accepted model, LogPosition trained) {
        return new RetrainingState(version, base, model, trained, end, attempt.number(), attempt, null);
    }

    /** Returns the same with a time to count from. */
    RetrainingState countedFrom(Instant time) {
        return new RetrainingState(version, base, accepted, trainedTo, attemptedTo, attempts, last, time);
    }

    /** Returns the same for a log that was begun anew: none of its rows was trained on. */
    RetrainingState forNewLog() {
        return new RetrainingState(version, base, accepted, LogPosition.START, LogPosition.START, attempts, last, since);
    }
}
