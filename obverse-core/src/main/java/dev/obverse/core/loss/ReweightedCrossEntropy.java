package dev.obverse.core.loss;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.sample.Batch;

/**
 * R-CE, reweighted cross-entropy of adaptive denoising training (Wang, Feng, He, Nie and Chua, <i>Denoising Implicit Feedback for
 * Recommendation</i>, WSDM 2021): a pair that the model disagrees with counts less. The weight is {@code s(z)^beta} on a POSITIVE pair and
 * {@code (1 - s(z))^beta} on any other (UNLABELED pairs are read as NEGATIVE), a constant of the step; the mean is over all n pairs, so
 * the weights do not add up to one.
 *
 * <p>As cross-entropy is {@code -log} of the probability of the label, the weight is {@code exp(-beta * loss)}.
 */
public final class ReweightedCrossEntropy implements Objective {
    private final Kernels kernels;
    private final CrossEntropy crossEntropy;
    private final double beta;

    /**
     * Makes the objective.
     *
     * @param beta how much disagreement counts, 0 or more; 0 is plain cross-entropy
     */
    public ReweightedCrossEntropy(Kernels kernels, double beta) {
        this.kernels = kernels;
        this.crossEntropy = new CrossEntropy(kernels);
        this.beta = beta;
    }

    @Override
    public double gradients(Batch batch, float[] logits, long step, float[] dlogits, WeightObserver observer) {
        int n = batch.size();
        if (n == 0) {
            return 0;
        }
        float[] losses = crossEntropy.each(batch, logits, 1f / n, dlogits);
        double all = kernels.sum(losses, n);
        if (!Double.isFinite(all)) {
            // A weight of zero would hide it.
            return all / n;
        }
        for (int i = 0; i < n; i++) {
            float weight = (float) Math.exp(-beta * losses[i]);
            losses[i] *= weight;
            dlogits[i] *= weight;
        }
        return kernels.sum(losses, n) / n;
    }
}
