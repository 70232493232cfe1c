package dev.obverse.core.metric;

import java.util.Random;

/** Scored rows made up for a test. */
final class Rows {
    private final int[] users;
    private final boolean[] positive;
    private final double[] logits;

    Rows(int[] users, boolean[] positive, double[] logits) {
        this.users = users;
        this.positive = positive;
        this.logits = logits;
    }

    int[] users() {
        return users;
    }

    boolean[] positive() {
        return positive;
    }

    double[] logits() {
        return logits;
    }

    /**
     * Rows with a signal and, where {@code step > 0}, logits rounded to it so that many are tied.
     *
     * @param shareOfPositives about how many rows are positive
     */
    static Rows random(long seed, int rows, int userCount, double shareOfPositives, double step) {
        Random random = new Random(seed);
        int[] users = new int[rows];
        boolean[] positive = new boolean[rows];
        double[] logits = new double[rows];
        for (int row = 0; row < rows; row++) {
            users[row] = random.nextInt(userCount) * 7 + 3;
            positive[row] = random.nextDouble() < shareOfPositives;
            double logit = random.nextGaussian() + (positive[row] ? 0.4 : -0.4);
            logits[row] = step > 0 ? Math.rint(logit / step) * step : logit;
        }
        return new Rows(users, positive, logits);
    }

    Metrics metrics() {
        return Evaluation.of(users, positive, logits);
    }

    /** Only the given rows, in that order; a row may be there several times. */
    Rows at(int... rows) {
        int[] someUsers = new int[rows.length];
        boolean[] someLabels = new boolean[rows.length];
        double[] someLogits = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            someUsers[i] = users[rows[i]];
            someLabels[i] = positive[rows[i]];
            someLogits[i] = logits[rows[i]];
        }
        return new Rows(someUsers, someLabels, someLogits);
    }
}
