package dev.obverse.lab.statistics;

import java.util.stream.IntStream;

/**
 * Holm's step-down correction (Holm, A simple sequentially rejective multiple test procedure, 1979): the k-th smallest of m p-values is
 * multiplied by m - k + 1, and never falls below the one before. It bounds the chance of any false claim among the m.
 */
final class Holm {
    private Holm() {}

    /** Returns the corrected values, in the order given. */
    static double[] correct(double[] p) {
        int[] order = IntStream.range(0, p.length).boxed()
                .sorted((a, b) -> Double.compare(p[a], p[b])).mapToInt(Integer::intValue).toArray();
        double[] corrected = new double[p.length];
        double before = 0;
        for (int rank = 0; rank < order.length; rank++) {
            before = Math.max(before, Math.min(1, (p.length - rank) * p[order[rank]]));
            corrected[order[rank]] = before;
        }
        return corrected;
    }
}
