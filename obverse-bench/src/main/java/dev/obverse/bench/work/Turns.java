package dev.obverse.bench.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The contestant's end of the conversation with the one who compares. Lines on standard output: {@code ready WORDS}, once, when
 * everything is prepared; then one line of {@code name=value} pairs after each turn, most often {@code seconds=} per unit of work. Lines
 * on standard input: {@code go SECONDS} asks for a turn of about that length, the end of input for the end of the process.
 */
final class Turns {
    private final BufferedReader in;
    private final PrintStream out;
    private double length;

    Turns(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /** Says that everything is prepared, and who is here. */
    void ready(String words) {
        say("ready " + words);
    }

    /** Waits for the next turn; false if there is none. */
    boolean await() {
        try {
            String line = in.readLine();
            if (line == null) {
                return false;
            }
            length = Double.parseDouble(line.substring("go ".length()));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how many seconds this turn should last. */
    double length() {
        return length;
    }

    /** Ends a turn with the seconds that a unit of work took. */
    void seconds(double perUnit) {
        results(Map.of("seconds", perUnit));
    }

    /** Ends a turn with several numbers. */
    void results(Map<String, Double> values) {
        say(values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" ")));
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
