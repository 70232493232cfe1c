package dev.obverse.serve.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the items that were given to be ranked.
 *
 * @param item external id, as it was given
 * @param known whether the model knows the item
 * @param logit log-odds that the user likes it
 * @param probability the same as a probability, in 0..1
 * @param reason what the training labels say, or null for a model without its history
 */
public record Candidate(String item, boolean known, float logit, double probability, @Nullable Why reason) {
    /**
     * What the training labels say of the user and the item; as {@link dev.obverse.core.annotate.Reason}, with external ids.
     *
     * @param userRate the user's share of positives, shrunk towards the global share; the global share if unknown
     * @param userLabels how many labels that rests on
     * @param itemRate the same of the item
     * @param itemLabels how many labels that rests on
     * @param closest the user's labelled items that are most like this one, the most alike first
     */
    public record Why(double userRate, int userLabels, double itemRate, int itemLabels, List<Closest> closest) {
        /** Copies the list. */
        public Why {
            closest = List.copyOf(closest);
        }
    }

    /**
     * An item that the user has labelled.
     *
     * @param item external id
     * @param liked whether the label is POSITIVE
     * @param cosine how alike the two items are, in -1..1
     */
    public record Closest(String item, boolean liked, double cosine) {}
}
