package dev.obverse.core.loss;

import dev.obverse.core.sample.Batch;

/** The loss of a batch that may mix labelled and unlabeled pairs, and its gradient. What a method makes of the labels is here. */
public interface Objective {
    /**
     * Computes the mean loss of a batch and the derivative of that mean by each logit.
     *
     * @param batch the pairs with their labels
     * @param logits the logit of each pair
     * @param step how many steps this objective has been asked for before, over the whole run
     * @param dlogits where the derivatives go
     * @param observer is told of every positive weight that an unlabeled pair was given
     * @return the mean loss
     */
    double gradients(Batch batch, float[] logits, long step, float[] dlogits, WeightObserver observer);

    /** Is told of the weights that the Inverse Dual Loss gives to unlabeled pairs. */
    interface WeightObserver {
        /** Takes note of one positive weight, in 0..1. */
        void positiveWeight(double weight);
    }
}
