package dev.obverse.serve.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to train a model on with the feedback that has come.
 *
 * @param number counts attempts of this log from 1
 * @param outcome how it ended
 * @param reason why: one sentence, without a full stop
 * @param started when it began
 * @param seconds how long it took
 * @param trainedRows how many rows were trained on, mere views included
 * @param comparison the old and the new model on the held-out rows; null if it did not come to that
 */
public record Attempt(
        long number, Outcome outcome, String reason, Instant started, double seconds, long trainedRows, @Nullable Comparison comparison) {
    /** How an attempt ends. */
    public enum Outcome {
        /** The new model is in service. */
        ACCEPTED,
        /** The new model was worse; the old one goes on. */
        REJECTED,
        /** There was too little feedback to train on or to compare by. */
        SKIPPED,
        /** Something went wrong; the old model goes on. */
        FAILED,
        /** The server was closed, or given another model, meanwhile. */
        STOPPED
    }
}
