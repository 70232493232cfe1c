package dev.obverse.serve.feedback;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Trains a model on with new rows. It is called by one thread, of low priority, and may take as long as it needs. */
public interface Retrainer {
    /**
     * What is to be done.
     *
     * @param start the model file to go on from
     * @param rows a file of the log's format with the rows to train on; the labels are those of {@link FeedbackLog#POSITIVE} and
     *     {@link FeedbackLog#NEGATIVE}, and of a pair with both the later one counts
     * @param views how many of these rows are mere views
     * @param valid a file alike with the rows that pick the best epoch, none of a pair in {@code rows}; null if there are too few
     * @param folder where the run may write; it is there, and holds these rows and nothing else
     * @param stopped whether nobody waits for the model any more: then it may be left with any exception
     */
    record Task(Path start, Path rows, long views, @Nullable Path valid, Path folder, BooleanSupplier stopped) {}

    /**
     * Trains, and returns the file of the new model, somewhere in the task's folder.
     *
     * @throws dev.obverse.core.InvalidInputException if the rows or the model do not allow it: one sentence
     */
    Path retrain(Task task);
}
