package dev.obverse.core.annotate;

import java.util.List;

/**
 * What the training labels say of a user and an item, so that a person can check an annotation.
 *
 * @param userRate the user's share of positives, shrunk towards the global share by five labels' worth; the global share if unknown
 * @param userLabels how many labels that rests on
 * @param itemRate the same of the item
 * @param itemLabels how many labels that rests on
 * @param closest the labelled items of the user that are most like this one, the most alike first; at most {@link Annotator#CLOSEST}
 */
public record Reason(double userRate, int userLabels, double itemRate, int itemLabels, List<Neighbour> closest) {
    /** Copies the list. */
    public Reason {
        closest = List.copyOf(closest);
    }

    /**
     * An item that the user has labelled.
     *
     * @param item its dense id
     * @param liked whether the user's label is POSITIVE
     * @param cosine how alike it is: the cosine of the two items' rows of the embedding table, in -1..1
     */
    public record Neighbour(int item, boolean liked, double cosine) {}
}
