package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were given in one call and wait for the disk.
 *
 * @param rows what was given
 * @param key the idempotency key, or null
 * @param fingerprint tells the rows from others under the same key
 * @param length how many characters the ids and keys of all rows have
 * @param answer is completed by the thread that writes
 */
record Call(List<Feedback> rows, @Nullable String key, long fingerprint, int length, CompletableFuture<Receipt> answer) {

    /**
     * Checks rows and key.
     *
     * @throws InvalidInputException if they cannot be written
     */
    static Call of(List<Feedback> rows, @Nullable String key) {
        List<Feedback> copy = List.copyOf(rows);
        if (copy.isEmpty() || copy.size() > FeedbackLog.MOST_ROWS) {
            throw new InvalidInputException(copy.isEmpty() ? "there is no row of feedback; give one or more"
                    : "there are " + copy.size() + " rows of feedback; at most " + FeedbackLog.MOST_ROWS + " are taken at once");
        }
        if (key != null) {
            Feedback.requireText("idempotency key", key, FeedbackLog.LONGEST_KEY);
            if (key.isBlank()) {
                throw new InvalidInputException("the idempotency key is blank; give one that has a letter, or none");
            }
        }
        Fingerprint fingerprint = new Fingerprint();
        long length = (long) copy.size() * (key == null ? 0 : key.length());
        for (Feedback row : copy) {
            length += row.user().length() + row.item().length();
            fingerprint.add(row);
        }
        if (length > FeedbackLog.LONGEST_CALL) {
            throw new InvalidInputException("the ids of the rows have " + length + " characters together; at most " + FeedbackLog.LONGEST_CALL
                    + " are taken at once, so send them in parts");
        }
        return new Call(copy, key, fingerprint.value(), (int) length, new CompletableFuture<>());
    }

    /** Waits for the answer. */
    Receipt receipt() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw e;
        }
    }
}
