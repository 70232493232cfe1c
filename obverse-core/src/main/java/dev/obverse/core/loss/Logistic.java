package dev.obverse.core.loss;

/** The logistic function and its logarithm, exact and finite for every finite logit. */
public final class Logistic {
    private Logistic() {}

    /** Returns {@code 1 / (1 + exp(-z))}. */
    public static double sigmoid(double z) {
        double e = Math.exp(-Math.abs(z));
        return z >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /** Returns {@code log(1 + exp(z)) = max(z, 0) + log1p(exp(-|z|))}. */
    public static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    /** Returns the logit of a probability in (0, 1). */
    public static double logit(double p) {
        return Math.log(p / (1 - p));
    }
}
