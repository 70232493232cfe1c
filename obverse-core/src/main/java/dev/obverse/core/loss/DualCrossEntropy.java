package dev.obverse.core.loss;

import dev.obverse.core.Label;
import dev.obverse.core.sample.Batch;

/** Cross-entropy on labelled pairs, the {@link InverseDualLoss} on UNLABELED ones. */
public final class DualCrossEntropy implements Objective {
    /** Makes the objective, which has no state. */
    public DualCrossEntropy() {}

    @Override
    public double gradients(Batch batch, float[] logits, long step, float[] dlogits, WeightObserver observer) {
        int n = batch.size();
        byte[] labels = batch.labels();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double logit = logits[i];
            if (labels[i] == Label.UNLABELED_CODE) {
                InverseDualLoss dual = InverseDualLoss.of(logit);
                sum += dual.loss();
                dlogits[i] = (float) (InverseDualLoss.gradient(logit, dual) / n);
                observer.positiveWeight(dual.positiveWeight());
            } else {
                sum += CrossEntropy.loss(logit, labels[i]);
                dlogits[i] = (float) (CrossEntropy.gradient(logit, labels[i]) / n);
            }
        }
        return n == 0 ? 0 : sum / n;
    }
}
