package dev.obverse.data;

import dev.obverse.core.Vocabulary;
import java.util.List;

/**
 * The ids that have a dense id before a log is read.
 *
 * @param users those of users
 * @param items those of items
 */
public record KnownIds(Vocabulary users, Vocabulary items) {
    /** Nobody and nothing. */
    public static final KnownIds NONE = new KnownIds(Vocabulary.of(List.of()), Vocabulary.of(List.of()));
}
