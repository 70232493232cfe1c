/**
 * The best items of a user among all of them: exact top-n by bounds, guesses and few exact logits, and how good such lists are on
 * held-out positives. What a user has seen, and how the two heads of a model are weighed, is decided here; nothing here reads a log or
 * writes a list.
 */
@NullMarked
package dev.obverse.core.rank;

import org.jspecify.annotations.NullMarked;
