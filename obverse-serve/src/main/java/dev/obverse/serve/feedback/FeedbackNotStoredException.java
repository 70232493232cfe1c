package dev.obverse.serve.feedback;

/**
 * The rows could not be put on disk, or the log was closed before they were; it is as it was without them. The message is one sentence; the same
 * call may succeed when its reason is gone.
 */
public final class FeedbackNotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FeedbackNotStoredException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    FeedbackNotStoredException(String sentence) {
        super(sentence);
    }
}
