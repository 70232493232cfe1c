package dev.obverse.bench;

/** A contestant's process came to an end that it should not have; the message holds its last words. */
final class ContestantFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    ContestantFailed(String message) {
        super(message);
    }
}
