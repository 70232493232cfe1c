package dev.obverse.serve.answer;

/**
 * How much a model may do at once.
 *
 * @param threads threads that go over the items, and as many for long answers (fold-in, reasons, annotations); at least 1
 * @param mostWaiting requests of either kind that may wait for a thread before further ones are turned away; at least 1
 */
public record AnswerSettings(int threads, int mostWaiting) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public AnswerSettings {
        if (threads < 1 || mostWaiting < 1) {
            throw new IllegalArgumentException("threads " + threads + " and waiting requests " + mostWaiting + " are at least 1");
        }
    }

    /** As many threads as the machine has processors, and a thousand waiting requests. */
    public static AnswerSettings defaults() {
        return new AnswerSettings(Runtime.getRuntime().availableProcessors(), 1000);
    }
}
