package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.Locale;

/** What becomes of a (user, item) pair that has a POSITIVE row and a NEGATIVE row. */
public enum OnConflict {
    /** The log is refused, with the count and the first such pairs. */
    REFUSE,
    /** The last labelled row wins: by the time column where there is one, else by its place in the files. */
    LATEST,
    /** The label that more rows have wins; a tie drops the pair. */
    MAJORITY,
    /** The pair is left out. */
    DROP;

    /**
     * Reads the value of {@code --on-conflict}.
     *
     * @throws InvalidInputException if it is none of the four
     */
    public static OnConflict of(String name) {
        for (OnConflict value : values()) {
            if (value.name().equals(name.toUpperCase(Locale.ROOT))) {
                return value;
            }
        }
        throw new InvalidInputException("--on-conflict is '" + name + "'; give latest, majority, drop or refuse");
    }
}
