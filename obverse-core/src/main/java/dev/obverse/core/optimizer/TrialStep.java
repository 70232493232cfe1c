package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.parameter.Weights;

/** How a trial point of the Inverse Gradient lies from theta: {@code theta + scale * step(g)}, on what g touches and nowhere else. */
public enum TrialStep {
    /** {@code step(g) = g}: the paper. */
    SGD,
    /** {@code step(g) = g / (|g| + 1e-8)}: the first step of a fresh Adam, as the authors' released code does it. */
    SIGN;

    /** Moves the touched rows and the weights by {@code scale * step(g)}; optimizer state stays as it is. */
    public void move(Gradients gradients, float scale, Kernels kernels) {
        for (int t = 0; t < gradients.tables().size(); t++) {
            TableGradient gradient = gradients.tables().get(t);
            EmbeddingTable table = gradient.table();
            int width = table.width();
            for (int slot = 0; slot < gradient.rows().size(); slot++) {
                int row = gradient.rows().row(slot) * table.stride();
                add(kernels, table.data(), row, scale, gradient.sums(), slot * width, width);
            }
        }
        for (int w = 0; w < gradients.weights().size(); w++) {
            Weights weights = gradients.weights().get(w);
            add(kernels, weights.data(), 0, scale, gradients.of(weights), 0, weights.size());
        }
    }

    private void add(Kernels kernels, float[] values, int at, float scale, float[] g, int gAt, int width) {
        if (this == SGD) {
            kernels.add(values, at, scale, g, gAt, width);
        } else {
            kernels.addSign(values, at, scale, g, gAt, width);
        }
    }
}
