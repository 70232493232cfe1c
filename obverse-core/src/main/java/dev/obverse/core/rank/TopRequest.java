package dev.obverse.core.rank;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.sample.SeenItems;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A list that is asked for.
 *
 * @param folded the model of a user who was folded in ({@code core.fold}), who has the items of the model that ranks; null for that model itself
 * @param user dense id in that model; a negative one is unknown and gets the ranking of the terms that are known
 * @param n length of the list, at least 1; it is shorter where fewer items are left
 * @param weighting what to rank by
 * @param without which items to leave out; asked of few, those that would be in the list, and of them more than once
 */
public record TopRequest(@Nullable RecommenderModel folded, int user, int n, Weighting weighting, IntPredicate without) {
    /**
     * Checks n.
     *
     * @throws InvalidInputException if it is below 1
     */
    public TopRequest {
        if (n < 1) {
            throw new InvalidInputException("n is " + n + "; a list has at least 1 item");
        }
    }

    /** Asks for a user of the model; {@code seen} is what to leave out for a known user, or null. */
    public static TopRequest of(int user, int n, Weighting weighting, @Nullable SeenItems seen) {
        return new TopRequest(null, user, n, weighting, item -> seen != null && user >= 0 && seen.contains(user, item));
    }

    TopRequest withLength(int length) {
        return new TopRequest(folded, user, length, weighting, without);
    }

    boolean byProduct() {
        return weighting == Weighting.EXPOSURE;
    }
}
