package dev.obverse.bench;

import java.util.Locale;

/** What a contestant does many times, and how its speed is told. */
enum Unit {
    /** A labelled row of an epoch. */
    ROW {
        @Override
        String speed(double seconds) {
            return rate(1e-6 / seconds, "M rows/s");
        }
    },
    /** A training step. */
    STEP {
        @Override
        String speed(double seconds) {
            return rate(1e6 * seconds, "us/step");
        }
    },
    /** A user whose best items are looked for. */
    QUERY {
        @Override
        String speed(double seconds) {
            return rate(1 / seconds, "queries/s");
        }
    },
    /** A load from memory. */
    LOAD {
        @Override
        String speed(double seconds) {
            return rate(1e9 * seconds, "ns/load");
        }
    };

    /** Says how fast it is to need so many seconds for one. */
    abstract String speed(double seconds);

    private static String rate(double value, String unit) {
        return String.format(Locale.ROOT, value < 100 ? "%.3g %s" : "%.0f %s", value, unit);
    }
}
