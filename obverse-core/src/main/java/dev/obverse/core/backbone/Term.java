package dev.obverse.core.backbone;

import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import java.util.List;

/**
 * One summand of a logit. A backbone over embeddings is a sum of terms that share the gathered rows of the batch, so that a new kind of
 * model, a bias or a linear part is one more term and nothing else.
 */
interface Term {
    /** Returns what this term trains besides the two embedding tables. */
    List<Parameter> parameters();

    /** Returns a pass with buffers of its own. */
    TermPass pass(int capacity);

    /** A forward pass of one term, and the way back. */
    interface TermPass {
        /** Adds the term to the logits of the batch. */
        void addLogits(GatheredRows rows, float[] logits);

        /** Adds the term's gradients: of the embeddings to {@code rows}, of everything else to {@code into}. */
        void addGradients(GatheredRows rows, float[] dlogits, Gradients into);
    }
}
