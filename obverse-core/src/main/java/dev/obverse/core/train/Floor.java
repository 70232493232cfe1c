package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;

/** What needs no model. A model that does not beat its floors has learnt nothing. */
public enum Floor {
    /** A random score. */
    RANDOM("random") {
        @Override
        double logit(ShrunkRates rates, int user, int item, SplitMix64 random) {
            return Logistic.logit(0.5 + 0.49 * (2 * random.nextDouble() - 1));
        }
    },
    /** The item's shrunk rate. */
    ITEM_MEAN("item_mean") {
        @Override
        double logit(ShrunkRates rates, int user, int item, SplitMix64 random) {
            return Logistic.logit(rates.item(item));
        }
    },
    /** The user's shrunk rate plus the item's, less the global one. */
    TWO_MEAN("two_mean") {
        @Override
        double logit(ShrunkRates rates, int user, int item, SplitMix64 random) {
            return steadyLogit(rates.user(user) + rates.item(item) - rates.global());
        }
    };

    private static final double EDGE = 0.01;

    private final String key;

    Floor(String key) {
        this.key = key;
    }

    /** Returns the name in {@code metrics.json}. */
    public String key() {
        return key;
    }

    /** The logit inside 0.01..0.99, and its tangent outside, for the sum may leave 0..1: no two sums become one. */
    private static double steadyLogit(double sum) {
        double inside = Math.min(1 - EDGE, Math.max(EDGE, sum));
        return Logistic.logit(inside) + (sum - inside) / (EDGE * (1 - EDGE));
    }

    abstract double logit(ShrunkRates rates, int user, int item, SplitMix64 random);

    /** Returns the floor's logit for every row. */
    public double[] logits(ShrunkRates rates, Interactions rows, long seed) {
        SplitMix64 random = new SplitMix64(SplitMix64.key(seed, Purpose.FLOOR, 0));
        double[] logits = new double[rows.size()];
        for (int row = 0; row < logits.length; row++) {
            logits[row] = logit(rates, rows.user(row), rows.item(row), random);
        }
        return logits;
    }
}
