package dev.obverse.serve.feedback;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How retraining is doing.
 *
 * @param schedule when it is due, as in {@code --retrain-every}: "1h", "500 rows"
 * @param running whether a model is being trained or compared now
 * @param model the file of the model in service, as far as retraining knows
 * @param newRows how many rows have come since the last attempt that did not fail
 * @param due when the next attempt is due; null where it goes by rows
 * @param accepted how many attempts ended with a new model since the server began
 * @param rejected how many found the new one worse
 * @param skipped how many found too little feedback
 * @param failed how many failed
 * @param last the last attempt; null before the first
 */
public record RetrainingStatus(
        String schedule, boolean running, Path model, long newRows, @Nullable Instant due, long accepted, long rejected, long skipped, long failed,
        @Nullable Attempt last) {}
