package dev.obverse.spark;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import java.io.Serializable;

/**
 * What is known of validation rows after one look at each, in a size that does not depend on how many there are: counts of each label by logit, in
 * bins of 1/800, from which AUC follows (rows in one bin count as ties); sums over users for GAUC; the sum of the log-losses. Counts are whole
 * numbers and sums are added up in the order of the blocks, so the same blocks give the same bits.
 */
final class ValidationCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int BINS = 1 << 14;
    private static final double LIMIT = BINS / 1600.0;

    private final long[] positives = new long[BINS];
    private final long[] negatives = new long[BINS];
    private double gaucSum;
    private long gaucUsers;
    private double lossSum;
    private long rows;

    /** Counts the labelled rows of a block. */
    void add(Interactions valid, double[] logits, Metrics metrics) {
        for (int row = 0; row < valid.size(); row++) {
            long[] counts = valid.label(row) == Label.POSITIVE_CODE ? positives : negatives;
            counts[bin(logits[row])]++;
        }
        rows += valid.size();
        if (valid.size() > 0) {
            lossSum += valid.size() * metrics.get(Metric.LOGLOSS);
        }
        if (metrics.usersWithBothLabels() > 0) {
            gaucSum += metrics.usersWithBothLabels() * metrics.get(Metric.GAUC);
            gaucUsers += metrics.usersWithBothLabels();
        }
    }

    private static int bin(double logit) {
        double inside = Math.max(-LIMIT, Math.min(LIMIT, logit));
        return (int) Math.min(BINS - 1, (inside + LIMIT) / (2 * LIMIT) * BINS);
    }

    /** Adds the counts of another block. */
    void add(ValidationCounts other) {
        for (int bin = 0; bin < BINS; bin++) {
            positives[bin] += other.positives[bin];
            negatives[bin] += other.negatives[bin];
        }
        gaucSum += other.gaucSum;
        gaucUsers += other.gaucUsers;
        lossSum += other.lossSum;
        rows += other.rows;
    }

    /** Returns auc, gauc or logloss; NaN where it is undefined. */
    double get(Metric metric) {
        return switch (metric) {
            case AUC -> auc();
            case GAUC -> gaucSum / gaucUsers;
            case LOGLOSS -> lossSum / rows;
            default -> throw new IllegalArgumentException(metric + " is not known here");
        };
    }

    private double auc() {
        double below = 0;
        double wins = 0;
        long positive = 0;
        for (int bin = 0; bin < BINS; bin++) {
            wins += positives[bin] * (below + 0.5 * negatives[bin]);
            below += negatives[bin];
            positive += positives[bin];
        }
        return wins / (positive * below);
    }
}
