package dev.obverse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The process of a contestant, which waits between its turns. What it says on standard error goes to a log. */
final class Player implements AutoCloseable {
    private static final int TAIL = 12;

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedReader in;
    private final PrintStream out;
    private String words = "";

    private Player(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts the process and waits until it is ready. */
    static Player start(Contestant contestant, Path logs) {
        try {
            Files.createDirectories(logs);
            Path log = logs.resolve(contestant.name().replaceAll("[^A-Za-z0-9]+", "-") + ".log");
            ProcessBuilder builder = new ProcessBuilder(contestant.command()).redirectError(log.toFile());
            builder.environment().putAll(contestant.environment());
            Player player = new Player(contestant.name(), log, builder.start());
            player.words = player.answer().substring("ready ".length());
            return player;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the contestant says of itself: its kernels, or its libraries. */
    String words() {
        return words;
    }

    /** Gives it a turn of about so many seconds and returns what it measured, by name. */
    Map<String, Double> turn(double seconds) {
        out.println("go " + seconds);
        Map<String, Double> results = new LinkedHashMap<>();
        for (String pair : answer().split(" ", -1)) {
            String[] parts = pair.split("=", 2);
            results.put(parts[0], Double.valueOf(parts[1]));
        }
        return results;
    }

    /** Gives it a turn and returns one of the things that it measured. */
    double turn(double seconds, String result) {
        Double value = turn(seconds).get(result);
        if (value == null) {
            throw new ContestantFailed(name + " did not tell its " + result);
        }
        return value;
    }

    private String answer() {
        try {
            String line = in.readLine();
            if (line == null) {
                process.waitFor(5, TimeUnit.SECONDS);
                List<String> said = Files.readAllLines(log);
                throw new ContestantFailed(name + " ended before its turn did:\n  "
                        + String.join("\n  ", said.subList(Math.max(0, said.size() - TAIL), said.size())));
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContestantFailed(name + " was interrupted");
        }
    }

    /** Tells it that there are no more turns, and sees it off. */
    @Override
    public void close() {
        out.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
