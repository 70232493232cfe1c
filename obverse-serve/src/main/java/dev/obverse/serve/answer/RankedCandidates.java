package dev.obverse.serve.answer;

import java.util.List;

/**
 * Given items in the order in which a user is likely to like them.
 *
 * @param user external id, as it was asked for
 * @param known whether the model knows the user
 * @param items the most likely first; of one logit, as they were given
 */
public record RankedCandidates(String user, boolean known, List<Candidate> items) {
    /** Copies the list. */
    public RankedCandidates {
        items = List.copyOf(items);
    }
}
