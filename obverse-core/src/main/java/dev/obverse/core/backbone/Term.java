package dev.obverse.core.backbone;

import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One summand of a logit. A backbone over embeddings is a sum of terms over the same batch, so that a new kind of model, a bias or a
 * linear part is one more term and nothing else.
 */
interface Term {
    /** Returns what this term trains besides the two embedding tables. */
    List<Parameter> parameters();

    /** Returns how many columns of the embedding rows, from the first on, it reads pair by pair. */
    default int pairColumns() {
        return 0;
    }

    /** Returns the term as a function that is linear in the item's row, or null where it is none. */
    default @Nullable LinearInItem linearInItem() {
        return null;
    }

    /** Returns the term with user tables of one row of zeros in place of those of its own, and everything else shared. */
    default Term forNewUser() {
        return this;
    }

    /** {@code query(u) . q_i + constant(u) + constant(i)}; an unknown id has no constant, and no part in a query. */
    interface LinearInItem {
        /** Adds {@code query(u)} from {@code query[at]} on, and {@code constant(u)} behind its last value. */
        void addQuery(EmbeddingTable users, int user, float[] query, int at);

        /** Returns {@code constant(i)}. */
        default float constant(int item) {
            return 0;
        }
    }

    /** Returns a pass over the batches of {@code sides}, with buffers of its own. */
    TermPass pass(BatchSides sides, int capacity);

    /**
     * A forward pass of one term, and the way back: {@link #begin}, {@link #addLogits} on all pairs, {@link #beginGradients}, the two row
     * methods on all slots, {@link #endGradients}. Methods with a range are called for disjoint ranges, by several threads at once; those
     * over slots always for one whole share of a {@link dev.obverse.core.kernel.RowSet}.
     */
    interface TermPass {
        /** A new batch, or new parameters, for the forward pass. */
        void begin();

        /** Adds the term to the logits of the pairs {@code from} to {@code to - 1}. */
        void addLogits(float[] logits, int from, int to);

        /** A new gradient: everything that the rows' gradients are made of. Tables that are the term's own are covered here. */
        void beginGradients(float[] dlogits, Gradients into);

        /** Adds to the gradients of the user rows in slots {@code from} to {@code to - 1}, which are this share. */
        void addUserGradients(float[] dlogits, float[] sums, int share, int from, int to);

        /** Adds to the gradients of the item rows in slots {@code from} to {@code to - 1}, which are this share. */
        void addItemGradients(float[] dlogits, float[] sums, int share, int from, int to);

        /** Adds the gradients of the weights. */
        void endGradients(float[] dlogits, Gradients into);
    }
}
