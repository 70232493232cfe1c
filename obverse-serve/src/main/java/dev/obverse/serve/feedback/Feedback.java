package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import java.nio.charset.StandardCharsets;

/**
 * What one user said of one item, or that they were shown it and said nothing.
 *
 * @param user the external id: any text that is not blank, of at most {@value #LONGEST_ID} characters, without the character NUL
 * @param item the external id, alike
 * @param kind what was said
 */
public record Feedback(String user, String item, Kind kind) {
    /** How many characters an id may have. */
    public static final int LONGEST_ID = 1_000;

    /** What feedback says. */
    public enum Kind {
        /** The user said yes. */
        POSITIVE("positive"),
        /** The user said no. */
        NEGATIVE("negative"),
        /** The user was shown the item and said nothing. */
        VIEW("view");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the word that stands for it in the log and in requests. */
        public String word() {
            return word;
        }

        /** Returns whether it is an opinion: all but a mere view. */
        public boolean labelled() {
            return this != VIEW;
        }

        /**
         * Returns the kind of a word.
         *
         * @throws InvalidInputException if it is none of the three
         */
        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new InvalidInputException("feedback is '" + shown(word) + "'; give positive, negative or view");
        }
    }

    /**
     * Checks the ids.
     *
     * @throws InvalidInputException if an id cannot be written to the log so that it is read as it was
     */
    public Feedback {
        requireId("user", user);
        requireId("item", item);
    }

    private static void requireId(String name, String id) {
        requireText(name, id, LONGEST_ID);
        // What DuckDB trims when it looks for blank ids: a log that holds one could not be trained on.
        if (id.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
            throw new InvalidInputException("the " + name + " is blank; every row needs a user and an item");
        }
    }

    /** Refuses text that would not come back from a file as it went in. */
    static void requireText(String name, String text, int longest) {
        if (text.length() > longest) {
            throw new InvalidInputException("the " + name + " '" + shown(text) + "' has " + text.length() + " characters; at most " + longest + " are allowed");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidInputException("the " + name + " '" + shown(text) + "' holds the character NUL; leave it out");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidInputException("the " + name + " '" + shown(text) + "' holds half of a surrogate pair, which is no character; correct it");
        }
    }

    /** Text on one line and not without end, for sentences. */
    static String shown(String text) {
        return InvalidInputException.shown(text, 80);
    }
}
