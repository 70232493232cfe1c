package dev.obverse.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long each part of a run took. */
final class Stopwatch {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** Ends a part that began when the last one ended. */
    void lap(String part) {
        long now = System.nanoTime();
        seconds.put(part, (now - last) * 1e-9);
        last = now;
    }

    Map<String, Double> seconds() {
        return seconds;
    }
}
