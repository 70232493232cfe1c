package dev.obverse.core.loss;

/**
 * The Inverse Dual Loss of one unlabeled pair (Lin et al., WSDM 2024, section 3.1). With {@code lp = softplus(-z)} and
 * {@code ln = softplus(z)}, the loss is {@code wp * lp + wn * ln}, where {@code wp = ln^2 / (lp^2 + ln^2)} and {@code wn = 1 - wp} are
 * constants of the step. It is cross-entropy against a soft label that the model gives itself, and
 * {@code dloss/dz = sigmoid(z) - wp}. At z = 0 both labels weigh the same; away from it, the step sharpens what the model believes.
 *
 * <p>Computed from the ratio of the two losses, which stays exact where their squares would underflow.
 *
 * @param positiveLoss lp
 * @param negativeLoss ln
 * @param positiveWeight wp, in 0..1
 * @param negativeWeight wn = 1 - wp, exact also where wp rounds to 1
 */
public record InverseDualLoss(double positiveLoss, double negativeLoss, double positiveWeight, double negativeWeight) {
    /** Evaluates the loss of a pair with this logit. */
    public static InverseDualLoss of(double logit) {
        double lp = Logistic.softplus(-logit);
        double ln = Logistic.softplus(logit);
        double ratio = logit >= 0 ? lp / ln : ln / lp;
        double square = ratio * ratio;
        double likely = 1 / (1 + square);
        double unlikely = square / (1 + square);
        return logit >= 0 ? new InverseDualLoss(lp, ln, likely, unlikely) : new InverseDualLoss(lp, ln, unlikely, likely);
    }

    /** Returns {@code wp * lp + wn * ln}. */
    public double loss() {
        return positiveWeight * positiveLoss + negativeWeight * negativeLoss;
    }

    /** Returns {@code dloss/dz = sigmoid(z) - wp}; for z > 0 as {@code wn - sigmoid(-z)}, which does not cancel. */
    public static double gradient(double logit, InverseDualLoss at) {
        return logit >= 0 ? at.negativeWeight - Logistic.sigmoid(-logit) : Logistic.sigmoid(logit) - at.positiveWeight;
    }
}
