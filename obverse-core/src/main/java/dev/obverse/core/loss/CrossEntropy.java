package dev.obverse.core.loss;

import dev.obverse.core.Label;
import dev.obverse.core.sample.Batch;

/**
 * Binary cross-entropy: {@code softplus(-z)} on a POSITIVE pair, {@code softplus(z)} on any other. On labelled pairs it is plain BCE; on
 * a batch with UNLABELED pairs it is BCE with sampled negatives, which reads them as NEGATIVE.
 */
public final class CrossEntropy implements Objective {
    /** Makes the objective, which has no state. */
    public CrossEntropy() {}

    @Override
    public double gradients(Batch batch, float[] logits, long step, float[] dlogits, WeightObserver observer) {
        int n = batch.size();
        byte[] labels = batch.labels();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += loss(logits[i], labels[i]);
            dlogits[i] = (float) (gradient(logits[i], labels[i]) / n);
        }
        return n == 0 ? 0 : sum / n;
    }

    /** Returns the mean loss of a batch, without gradients. */
    public static double mean(Batch batch, float[] logits) {
        double sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            sum += loss(logits[i], batch.labels()[i]);
        }
        return batch.size() == 0 ? 0 : sum / batch.size();
    }

    static double loss(double logit, byte label) {
        return Logistic.softplus(label == Label.POSITIVE_CODE ? -logit : logit);
    }

    static double gradient(double logit, byte label) {
        return label == Label.POSITIVE_CODE ? -Logistic.sigmoid(-logit) : Logistic.sigmoid(logit);
    }
}
