package dev.obverse.serve.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that are under way, and whether the server is on its way out: then it answers what comes, says that it is not ready, and closes each connection. */
final class Drain {
    private static final long LOOK_MILLIS = 10;

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;

    void begin() {
        underWay.incrementAndGet();
    }

    void end() {
        underWay.decrementAndGet();
    }

    boolean draining() {
        return draining;
    }

    int underWay() {
        return underWay.get();
    }

    /** Says from now on that the server is not ready, and returns after the given time, or the grace more if requests are still under way. */
    void start(Duration notReady, Duration grace) {
        draining = true;
        try {
            Thread.sleep(notReady);
            long until = System.nanoTime() + grace.toNanos();
            while (underWay.get() > 0 && System.nanoTime() < until) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
