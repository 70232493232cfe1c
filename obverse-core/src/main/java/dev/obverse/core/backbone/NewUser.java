package dev.obverse.core.backbone;

import dev.obverse.core.parameter.EmbeddingTable;
import java.util.List;

/**
 * A backbone for one user more, whose dense id in it is 0. It shares items and weights with the backbone that it was made of, by reference,
 * and has user tables of its own with one row of zeros, in the order of those that they stand for.
 *
 * @param backbone gives the logits of that user
 * @param known the user tables of the backbone that knows all other users
 * @param own the one-row tables in their place; a table has as many values in a row as the one that it stands for
 */
public record NewUser(Backbone backbone, List<EmbeddingTable> known, List<EmbeddingTable> own) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a table does not fit the one that it stands for
     */
    public NewUser {
        known = List.copyOf(known);
        own = List.copyOf(own);
        boolean fits = known.size() == own.size();
        for (int t = 0; fits && t < own.size(); t++) {
            fits = own.get(t).rows() == 1 && own.get(t).width() == known.get(t).width();
        }
        if (!fits) {
            throw new IllegalArgumentException("each user table needs one of a single row and the same width in its place");
        }
    }
}
