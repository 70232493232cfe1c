package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.parameter.Weights;

/** How a trial point of the Inverse Gradient lies from theta: {@code theta + scale * step(g)}, on what g touches and nowhere else. */
public enum TrialStep implements TrialDirection {
    /** {@code step(g) = g}: the paper. */
    SGD,
    /** {@code step(g) = g / (|g| + 1e-8)}: the first step of a fresh Adam, as the authors' released code does it. */
    SIGN;

    @Override
    public void apply(Gradients gradients, Kernels kernels, long step) {
        apply(gradients, kernels);
    }

    /** Turns a gradient g into step(g), in place. */
    public void apply(Gradients gradients, Kernels kernels) {
        if (this == SGD) {
            return;
        }
        for (int t = 0; t < gradients.tables().size(); t++) {
            TableGradient gradient = gradients.tables().get(t);
            kernels.signs(gradient.sums(), 0, gradient.rows().size() * gradient.table().width());
        }
        for (int w = 0; w < gradients.weights().size(); w++) {
            Weights weights = gradients.weights().get(w);
            kernels.signs(gradients.of(weights), 0, weights.size());
        }
    }
}
