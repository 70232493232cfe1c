package dev.obverse.core.train;

import dev.obverse.core.sample.Batch;

/**
 * What one step reads, filled anew for every step.
 *
 * @param labelled the pairs of the step's loss; some methods mix unlabeled ones in
 * @param unlabeled the pairs that the Inverse Gradient tries annotations on; empty for all other methods
 */
public record StepBatches(Batch labelled, Batch unlabeled) {
    /** Starts empty, and grows to what the steps need. */
    StepBatches() {
        this(new Batch(0), new Batch(0));
    }

    /** Finds the distinct users and items, which a step asks for first of all. */
    void findRows() {
        labelled.userRows();
        labelled.itemRows();
        unlabeled.userRows();
        unlabeled.itemRows();
    }
}
