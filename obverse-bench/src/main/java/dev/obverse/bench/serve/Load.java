package dev.obverse.bench.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Requests for some seconds, at a rate or as fast as the answers come.
 *
 * <p>At a rate, request k is due at k over the rate, whether or not the ones before it have been answered, and its latency counts from when it was
 * due: so a server that stops for a moment is charged for all who would have come meanwhile (Tene's "coordinated omission").
 *
 * @param port of the server on loopback
 * @param connections how many are open
 * @param perSecond requests a second; 0 for as fast as the answers come
 * @param seconds how long
 * @param request the bytes of the k-th request
 */
record Load(int port, int connections, double perSecond, double seconds, LongFunction<byte[]> request) {
    /** What came of it: how many a second, how many failed (no 200, or no answer), and latencies in ms, ascending. */
    record Outcome(double rate, long failed, double[] latencies) {
        double percentile(double share) {
            return latencies.length == 0 ? Double.NaN : latencies[(int) Math.ceil(share * latencies.length) - 1];
        }
    }

    Outcome run() throws InterruptedException {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        List<Callable<Share>> askers = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            askers.add(() -> ask(next, start));
        }
        List<Share> shares = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (Future<Share> share : threads.invokeAll(askers)) {
                shares.add(share.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load failed", e);
        }
        double elapsed = (System.nanoTime() - start) * 1e-9;
        double[] latencies = shares.stream().flatMapToDouble(share -> Arrays.stream(share.latencies, 0, share.count)).sorted().toArray();
        return new Outcome(latencies.length / elapsed, shares.stream().mapToLong(share -> share.failed).sum(), latencies);
    }

    private Share ask(AtomicLong next, long start) throws IOException {
        Share share = new Share();
        Connection connection = new Connection(port);
        try {
            while (true) {
                long k = next.getAndIncrement();
                long due = perSecond == 0 ? System.nanoTime() : start + (long) (k / perSecond * 1e9);
                if (due - start >= seconds * 1e9) {
                    return share;
                }
                await(due);
                try {
                    share.add(connection.ask(request.apply(k)) == 200, (System.nanoTime() - due) * 1e-6);
                } catch (IOException e) {
                    share.add(false, 0);
                    connection.close();
                    connection = new Connection(port);
                }
            }
        } finally {
            connection.close();
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** What one connection saw. */
    private static final class Share {
        private double[] latencies = new double[1024];
        private int count;
        private long failed;

        void add(boolean answered, double milliseconds) {
            if (!answered) {
                failed++;
                return;
            }
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = milliseconds;
        }
    }
}
