package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * A model that gives a logit to a (user, item) pair. Logits of a batch, and gradients from dloss/dlogit: that is all that a loss,
 * the Inverse Dual Loss and the Inverse Gradient ever ask of a model, so any model that has them can be trained.
 */
public interface Backbone {
    /** Returns what training changes. The same objects at every call. */
    Parameters parameters();

    /**
     * Returns a new pass with buffers of its own for batches of about so many pairs. Passes of one backbone may run in several threads
     * at once as long as nobody changes the parameters.
     */
    Pass pass(int capacity);

    /** As {@link #pass(int)}, for a pass that may share its loops out to these threads; its results do not depend on how many they are. */
    default Pass pass(int capacity, Workers workers) {
        return pass(capacity);
    }

    /**
     * Returns the logit as an inner product, where it is one, at the parameters as they are when it is asked: all items can then be scored
     * by matrix products. Null where it is none.
     */
    default @Nullable Factorization factorization() {
        return null;
    }

    /**
     * Returns an inner product that is near the logit, where there is one, at the parameters as they are when it is asked: it finds the items
     * that are worth a forward pass. The logit itself where that is an inner product; null where nothing is near it.
     */
    default @Nullable Factorization linearization() {
        return factorization();
    }

    /**
     * Returns this backbone for one user that it does not know, where it can: that user's rows can then be found from a few labels while
     * everything else stays (fold-in). Null where it cannot.
     */
    default @Nullable NewUser newUser() {
        return null;
    }
}
