package dev.obverse.spark;

import dev.obverse.core.metric.Metric;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known after an epoch.
 *
 * @param epoch 1, 2, ...
 * @param auc of the validation rows, NaN where there are none
 * @param gauc of the validation rows
 * @param logloss of the validation rows
 * @param best whether this epoch is the best so far
 * @param seconds how long it took, validation included
 * @param rounds rounds since the run began
 * @param blockSeconds seconds of the slowest block of each of them, added up
 * @param changedBytes bytes of changed rows that blocks have sent to be merged since the run began
 * @param sentBytes bytes that every executor has been sent since the run began
 */
public record EpochSummary(
        int epoch, double auc, double gauc, double logloss, boolean best, double seconds, int rounds, double blockSeconds, long changedBytes,
        long sentBytes) {
    static EpochSummary of(int epoch, @Nullable ValidationCounts counts, boolean best, double seconds, Rounds rounds, long sentBytes) {
        return new EpochSummary(
                epoch, value(counts, Metric.AUC), value(counts, Metric.GAUC), value(counts, Metric.LOGLOSS), best, seconds, rounds.count(),
                rounds.slowestSeconds(), rounds.changedBytes(), sentBytes);
    }

    private static double value(@Nullable ValidationCounts counts, Metric metric) {
        return counts == null ? Double.NaN : counts.get(metric);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "epoch %d: valid auc %.4f gauc %.4f logloss %.4f%s, %.1f s, %d rounds so far",
                epoch, auc, gauc, logloss, best ? " (best)" : "", seconds, rounds);
    }
}
