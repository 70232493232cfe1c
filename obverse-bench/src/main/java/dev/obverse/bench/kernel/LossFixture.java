package dev.obverse.bench.kernel;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.sample.SplitMix64;

/** Losses and slopes of a batch. Half of the pairs of the Inverse Dual Loss are unlabeled, as with one of them for each labelled row. */
final class LossFixture {
    private final Kernels kernels;
    private final float[] logits = Fixtures.normals(Fixtures.BATCH, 1);
    private final float[] labelled = new float[Fixtures.BATCH];
    private final float[] mixed = new float[Fixtures.BATCH];
    private final float[] losses = new float[Fixtures.BATCH];
    private final float[] slopes = new float[Fixtures.BATCH];
    private final float[] weights = new float[Fixtures.BATCH];

    LossFixture(Kernels kernels) {
        this.kernels = kernels;
        SplitMix64 random = new SplitMix64(2);
        for (int i = 0; i < Fixtures.BATCH; i++) {
            logits[i] *= 200;
            labelled[i] = random.nextInt(2) == 0 ? 1f : -1f;
            mixed[i] = random.nextInt(2) == 0 ? labelled[i] : 0f;
        }
    }

    float[] crossEntropy() {
        kernels.crossEntropy(logits, labelled, 1f / Fixtures.BATCH, losses, slopes, Fixtures.BATCH);
        return slopes;
    }

    float[] dualCrossEntropy() {
        kernels.dualCrossEntropy(logits, mixed, 1f / Fixtures.BATCH, losses, slopes, weights, Fixtures.BATCH);
        return slopes;
    }
}
