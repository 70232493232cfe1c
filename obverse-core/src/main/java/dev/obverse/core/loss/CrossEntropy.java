package dev.obverse.core.loss;

import dev.obverse.core.Label;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.sample.Batch;

/**
 * Binary cross-entropy: {@code softplus(-z)} on a POSITIVE pair, {@code softplus(z)} on any other. On labelled pairs it is plain BCE; on
 * a batch with UNLABELED pairs it is BCE with sampled negatives, which reads them as NEGATIVE.
 */
public final class CrossEntropy implements Objective {
    private final Kernels kernels;
    private float[] signs = new float[0];
    private float[] losses = new float[0];
    private float[] slopes = new float[0];

    /** Makes the objective on scalar kernels, which compute in double precision. */
    public CrossEntropy() {
        this(new ScalarKernels());
    }

    /** Makes the objective. */
    public CrossEntropy(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public double gradients(Batch batch, float[] logits, long step, float[] dlogits, WeightObserver observer) {
        return evaluate(batch, logits, dlogits);
    }

    /** Returns the mean loss of a batch; the slopes go nowhere. */
    public double loss(Batch batch, float[] logits) {
        if (slopes.length < batch.size()) {
            slopes = new float[batch.size()];
        }
        return evaluate(batch, logits, slopes);
    }

    private double evaluate(Batch batch, float[] logits, float[] dlogits) {
        int n = batch.size();
        return n == 0 ? 0 : kernels.sum(each(batch, logits, 1f / n, dlogits), n) / n;
    }

    /** Returns the loss of each pair, in an array that the next call fills anew; {@code dlogits} gets its derivative, times {@code scale}. */
    float[] each(Batch batch, float[] logits, float scale, float[] dlogits) {
        int n = batch.size();
        if (signs.length < n) {
            signs = new float[n];
            losses = new float[n];
        }
        byte[] labels = batch.labels();
        for (int i = 0; i < n; i++) {
            // 1 for POSITIVE, -1 for the others, without a branch on what cannot be predicted.
            signs[i] = 2 * (labels[i] & Label.POSITIVE_CODE) - 1;
        }
        kernels.crossEntropy(logits, signs, scale, losses, dlogits, n);
        return losses;
    }

    /** Returns the mean loss of a batch, without gradients, in double precision. */
    public static double mean(Batch batch, float[] logits) {
        return new CrossEntropy().loss(batch, logits);
    }
}
