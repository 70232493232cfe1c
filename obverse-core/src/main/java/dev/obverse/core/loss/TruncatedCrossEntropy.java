package dev.obverse.core.loss;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.sample.Batch;

/**
 * T-CE, truncated cross-entropy of adaptive denoising training (Wang, Feng, He, Nie and Chua, <i>Denoising Implicit Feedback for
 * Recommendation</i>, WSDM 2021): pairs of large loss are taken to be mislabelled and dropped. UNLABELED pairs are read as NEGATIVE. At step
 * t the share {@code r(t) = dropRate * min(1, t / dropSteps)} of the batch is dropped, rounded down to whole pairs, and the mean is
 * over what is kept.
 *
 * <p>The paper drops among the positives of implicit feedback; here the labels of both kinds are the log's own, so the largest losses go
 * from the whole mix. Of equal losses at the border, those that stand first in the (shuffled) batch are dropped.
 *
 * <p>Cost: at most 31 sweeps over the losses of the batch, to find the border without sorting and without memory.
 */
public final class TruncatedCrossEntropy implements Objective {
    private final Kernels kernels;
    private final CrossEntropy crossEntropy;
    private final double dropRate;
    private final long dropSteps;

    /**
     * Makes the objective.
     *
     * @param dropRate the share that is dropped in the end, in 0 to below 1
     * @param dropSteps after how many steps the share reaches it, 1 or more
     */
    public TruncatedCrossEntropy(Kernels kernels, double dropRate, long dropSteps) {
        this.kernels = kernels;
        this.crossEntropy = new CrossEntropy(kernels);
        this.dropRate = dropRate;
        this.dropSteps = dropSteps;
    }

    @Override
    public double gradients(Batch batch, float[] logits, long step, float[] dlogits, WeightObserver observer) {
        int n = batch.size();
        if (n == 0) {
            return 0;
        }
        int dropped = dropped(n, step);
        float[] losses = crossEntropy.each(batch, logits, 1f / (n - dropped), dlogits);
        double all = kernels.sum(losses, n);
        if (dropped == 0 || !Double.isFinite(all)) {
            // What is not finite stays in, so that a run that diverges is found out.
            return all / n;
        }
        drop(losses, dlogits, n, dropped);
        return kernels.sum(losses, n) / (n - dropped);
    }

    /** Returns how many of n pairs are dropped at a step; never all, for the rate is below 1. */
    int dropped(int n, long step) {
        return (int) (dropRate * Math.min(1, (double) step / dropSteps) * n);
    }

    private static void drop(float[] losses, float[] dlogits, int n, int dropped) {
        int border = largest(losses, n, dropped);
        int ties = dropped - countAbove(losses, n, border);
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToRawIntBits(losses[i]);
            if (bits > border || (bits == border && ties-- > 0)) {
                losses[i] = 0;
                dlogits[i] = 0;
            }
        }
    }

    /** Returns the bits of the k-th largest loss: numbers that are not negative are in the order of their bits. */
    private static int largest(float[] losses, int n, int k) {
        int low = 0;
        int high = Integer.MAX_VALUE;
        while (low < high) {
            int middle = low + ((high - low) >>> 1);
            if (countAbove(losses, n, middle) < k) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int countAbove(float[] losses, int n, int bits) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            count += Float.floatToRawIntBits(losses[i]) > bits ? 1 : 0;
        }
        return count;
    }
}
