package dev.obverse.serve.answer;

import dev.obverse.core.rank.Weighting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best items for a user.
 *
 * @param user the external id that was asked for, or null where none was given (fold-in)
 * @param known whether the model knows that id; if it does not, and nothing was folded in, this is the prior ranking, alike for all strangers
 * @param rankedBy what the items are in the order of
 * @param items best first; fewer than were asked for where fewer are left
 */
public record Ranking(@Nullable String user, boolean known, Weighting rankedBy, List<RankedItem> items) {
    /** Copies the list. */
    public Ranking {
        items = List.copyOf(items);
    }
}
