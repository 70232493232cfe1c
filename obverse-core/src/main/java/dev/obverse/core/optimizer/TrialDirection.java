package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.Gradients;

/** Which way, and how far, the trial points of the Inverse Gradient lie from theta. */
public interface TrialDirection {
    /**
     * Turns a gradient into the trial's step, in place; what it touches stays the same.
     *
     * @param step how many steps the run's optimizer has taken, on which alone anything random depends
     */
    void apply(Gradients gradients, Kernels kernels, long step);
}
