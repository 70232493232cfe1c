package dev.obverse.core.backbone;

import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.sample.Batch;

/** One forward pass over a batch, and the way back from it. Reused from batch to batch. */
public interface Pass {
    /**
     * Computes the logits of a batch at the present parameters. A negative id is unknown: its terms are left out.
     *
     * @return one logit for each pair; only the first {@code batch.size()} mean anything. Valid until the next call
     */
    float[] logits(Batch batch);

    /**
     * Adds the gradient of {@code sum_i dlogits[i] * logit_i} for the batch and the parameters of the last call of {@link #logits}. Both
     * must be unchanged since; parameters may have been changed in between as long as they were put back to the same values.
     *
     * @param dlogits dloss/dlogit of each pair
     * @param into where touched rows and weights' gradients are added; rows of a negative id are never asked for
     */
    void gradients(float[] dlogits, Gradients into);
}
