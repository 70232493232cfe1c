package dev.obverse.bench;

import java.util.Arrays;

/**
 * What one contestant measured, a number for each round, in the order of the rounds. A shared machine is faster in one minute than in the
 * next. So contestants take turns, two of them are compared within each round, and the median over the rounds is what counts.
 */
record Rounds(double[] values) {
    /** The median; of an even number of values the mean of the two in the middle. */
    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /** How many times as much as another contestant, round by round. */
    Rounds over(Rounds other) {
        double[] ratios = new double[values.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = values[round] / other.values[round];
        }
        return new Rounds(ratios);
    }

    /** Returns the smaller number of two contestants, round by round. */
    Rounds leastOf(Rounds other) {
        double[] least = new double[values.length];
        for (int round = 0; round < least.length; round++) {
            least[round] = Math.min(values[round], other.values[round]);
        }
        return new Rounds(least);
    }

    double least() {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    double most() {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }
}
