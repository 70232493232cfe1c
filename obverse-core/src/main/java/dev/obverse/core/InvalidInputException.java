package dev.obverse.core;

/**
 * Input that cannot be used: a file, a row, a column, a setting. The message is one sentence for the person who gave it,
 * says where the fault is and what to do about it, and is all that a user interface needs to show.
 */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one sentence: what is wrong, where, and what to do
     */
    public InvalidInputException(String message) {
        super(message);
    }

    /**
     * @param message one sentence: what is wrong, where, and what to do
     * @param cause what showed the fault, for a log; not for the user
     */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
