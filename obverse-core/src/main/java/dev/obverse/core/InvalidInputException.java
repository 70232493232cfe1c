package dev.obverse.core;

/**
 * The caller gave something that cannot be used: a file, a row, a column, a predicate, a hyper-parameter.
 *
 * <p>The message is one clear sentence, fit to be shown as it is: it names what is wrong and where (file, row, column,
 * parameter) and says what to do. A program shows the sentence and no stack trace; a fault of Obverse itself is never
 * reported with this class.
 */
public class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Rejects an input.
     *
     * @param sentence what is wrong, where, and what to do: one sentence
     */
    public InvalidInputException(String sentence) {
        super(sentence);
    }

    /**
     * Rejects an input because of a failure below.
     *
     * @param sentence what is wrong, where, and what to do: one sentence that stands without the cause
     * @param cause the failure that gave it away
     */
    public InvalidInputException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** Returns what somebody wrote as a sentence shows it: on one line, and of more than so many characters the first half of them. */
    public static String shown(String text, int longest) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        // Not in the middle of a character: the cut is by code points, which are no more than chars.
        return line.codePointCount(0, line.length()) <= longest ? line : line.substring(0, line.offsetByCodePoints(0, longest / 2)) + "...";
    }
}
