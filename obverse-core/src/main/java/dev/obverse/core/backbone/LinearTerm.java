package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Weights;
import java.util.List;

/**
 * {@code a . q_i + c . p_u}: ours, not the paper's. An item (a user) with few labels borrows its bias from its neighbours in the
 * embedding space. Both vectors start at zero.
 */
record LinearTerm(Kernels kernels, Weights itemWeights, Weights userWeights) implements Term, Term.TermPass {
    @Override
    public List<Parameter> parameters() {
        return List.of(itemWeights, userWeights);
    }

    /** Keeps nothing between the two ways, so one object serves every pass. */
    @Override
    public TermPass pass(int capacity) {
        return this;
    }

    @Override
    public void addLogits(GatheredRows rows, float[] logits) {
        addLogits(rows.q(), itemWeights, logits, rows.size());
        addLogits(rows.p(), userWeights, logits, rows.size());
    }

    private static void addLogits(float[] rows, Weights weights, float[] logits, int n) {
        float[] w = weights.data();
        int width = weights.size();
        for (int i = 0; i < n; i++) {
            float sum = 0;
            for (int k = 0; k < width; k++) {
                sum += w[k] * rows[i * width + k];
            }
            logits[i] += sum;
        }
    }

    @Override
    public void addGradients(GatheredRows rows, float[] dlogits, Gradients into) {
        addGradients(rows.q(), rows.dq(), itemWeights, dlogits, into.of(itemWeights), rows.size());
        addGradients(rows.p(), rows.dp(), userWeights, dlogits, into.of(userWeights), rows.size());
    }

    private void addGradients(float[] rows, float[] drows, Weights weights, float[] dlogits, float[] dweights, int n) {
        int width = weights.size();
        for (int i = 0; i < n; i++) {
            kernels.add(drows, i * width, dlogits[i], weights.data(), 0, width);
            kernels.add(dweights, 0, dlogits[i], rows, i * width, width);
        }
    }
}
