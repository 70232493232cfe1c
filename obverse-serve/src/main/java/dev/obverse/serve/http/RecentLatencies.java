package dev.obverse.serve.http;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long the newest requests of a route took, for people who look; the histograms for machines are {@link Meters}' own. */
final class RecentLatencies {
    private static final int KEPT = 1024;

    private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
    private final AtomicLong count = new AtomicLong();

    void add(long latency) {
        nanos.set((int) (count.getAndIncrement() % KEPT), latency);
    }

    long count() {
        return count.get();
    }

    /** The given quantiles of the newest requests, in milliseconds; NaN before the first. */
    double[] millis(double... quantiles) {
        int kept = (int) Math.min(KEPT, count.get());
        long[] sorted = new long[kept];
        Arrays.setAll(sorted, nanos::get);
        Arrays.sort(sorted);
        return Arrays.stream(quantiles).map(q -> kept == 0 ? Double.NaN : sorted[(int) Math.ceil(q * kept) - 1] / 1e6).toArray();
    }
}
