package dev.obverse.data;

import dev.obverse.core.InvalidInputException;

/**
 * What makes a row POSITIVE and what makes it NEGATIVE: two SQL predicates over the columns of the row, such as
 * {@code rating > 2} or {@code is_like = 1 or play_time_ms > 2 * duration_ms}. A row that neither matches (or for which a
 * predicate is NULL) is UNLABELED; a row that both match is an error.
 *
 * <p>A predicate is one boolean expression and can see nothing but its row: constants, columns, comparisons, {@code and},
 * {@code or}, {@code not}, {@code between}, {@code in (...)}, {@code case}, casts, and functions on numbers, text and dates.
 *
 * @param positive the predicate of POSITIVE rows
 * @param negative the predicate of NEGATIVE rows
 */
public record LabelRule(String positive, String negative) {
    private static final int LONGEST = 10_000;

    /** Checks that both predicates say something. */
    public LabelRule {
        check("--positive", positive);
        check("--negative", negative);
    }

    private static void check(String option, String predicate) {
        if (predicate.isBlank()) {
            throw new InvalidInputException(option + " is blank; give a predicate over the row, such as \"rating > 2\"");
        }
        if (predicate.length() > LONGEST) {
            throw new InvalidInputException(option + " is longer than " + LONGEST + " characters");
        }
    }
}
