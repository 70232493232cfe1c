package dev.obverse.serve.http;

import dev.obverse.serve.answer.ModelSlot;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.ModelSwap;
import dev.obverse.serve.feedback.RetrainingStatus;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the routes. It belongs to whoever starts the server, and is closed after it.
 *
 * @param models the model that answers
 * @param folder where other models may be loaded from
 * @param swap puts another model file into service
 * @param loads how many models have been put into service so far
 * @param titles what to call items, by external id; may be empty, and need not have them all
 * @param feedback where feedback goes, or null for a server that takes none
 * @param retraining how retraining is doing, or null where there is none
 */
public record Services(
        ModelSlot models, Path folder, ModelSwap swap, LongSupplier loads, Map<String, String> titles, @Nullable FeedbackLog feedback,
        @Nullable Supplier<RetrainingStatus> retraining) {
    /** Copies the titles. */
    public Services {
        titles = Map.copyOf(titles);
    }
}
