package dev.obverse.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a cache line takes from one thread to another and back, which is what threads that share a step wait for again and again. Virtual cores are
 * now near each other and now far apart, as the host places them, and ratios of two threads follow that: so it is measured before each section.
 */
final class RoundTrip {
    private static final int TRIPS = 300_000;
    private static final int TURNS = 3;

    private final List<Double> nanos = new ArrayList<>();

    /** Measures once more; nothing on a machine of one core. */
    void measure() {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int turn = 0; turn < TURNS; turn++) {
            least = Math.min(least, pingPong());
        }
        nanos.add(least);
    }

    private static double pingPong() {
        AtomicInteger ball = new AtomicInteger();
        Thread other = Thread.ofPlatform().start(() -> {
            for (int trip = 0; trip < TRIPS; trip++) {
                await(ball, 2 * trip + 1);
                ball.set(2 * trip + 2);
            }
        });
        long start = System.nanoTime();
        for (int trip = 0; trip < TRIPS; trip++) {
            ball.set(2 * trip + 1);
            await(ball, 2 * trip + 2);
        }
        double each = (System.nanoTime() - start) / (double) TRIPS;
        join(other);
        return each;
    }

    /** Spins without a pause, as it is the way of the line that is measured. */
    private static void await(AtomicInteger ball, int value) {
        while (ball.get() != value) {}
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In one line, above the table. */
    String words() {
        return nanos.isEmpty() ? "one core\n" : String.format(Locale.ROOT,
                "a cache line goes to the other core and back in %.0f to %.0f ns\n", Collections.min(nanos), Collections.max(nanos));
    }

    /** The measurements, in ns, in the order of the sections. */
    List<Double> nanos() {
        return List.copyOf(nanos);
    }
}
