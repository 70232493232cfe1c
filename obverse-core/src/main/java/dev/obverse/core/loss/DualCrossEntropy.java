package dev.obverse.core.loss;

import dev.obverse.core.Label;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.sample.Batch;

/** Cross-entropy on labelled pairs, the {@link InverseDualLoss} on UNLABELED ones. */
public final class DualCrossEntropy implements Objective {
    private final Kernels kernels;
    private float[] signs = new float[0];
    private float[] losses = new float[0];
    private float[] weights = new float[0];

    /** Makes the objective on scalar kernels, which compute in double precision. */
    public DualCrossEntropy() {
        this(new ScalarKernels());
    }

    /** Makes the objective. */
    public DualCrossEntropy(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public double gradients(Batch batch, float[] logits, long step, float[] dlogits, WeightObserver observer) {
        int n = batch.size();
        if (n == 0) {
            return 0;
        }
        if (signs.length < n) {
            signs = new float[n];
            losses = new float[n];
            weights = new float[n];
        }
        byte[] labels = batch.labels();
        for (int i = 0; i < n; i++) {
            // 1, -1 or 0 for UNLABELED, without a branch on what cannot be predicted.
            signs[i] = 2 * (labels[i] & Label.POSITIVE_CODE) - 1 + labels[i] / Label.UNLABELED_CODE;
        }
        kernels.dualCrossEntropy(logits, signs, 1f / n, losses, dlogits, weights, n);
        for (int i = 0; i < n; i++) {
            if (labels[i] == Label.UNLABELED_CODE) {
                observer.positiveWeight(weights[i]);
            }
        }
        return kernels.sum(losses, n) / n;
    }
}
