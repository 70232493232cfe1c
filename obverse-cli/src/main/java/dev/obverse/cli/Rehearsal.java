package dev.obverse.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * Runs the verbs once, on a made-up log of a few rows, so that a JVM which records its class loading sees what they need. The launcher
 * runs it after a build; it is no verb.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Rehearses in a directory that is empty and is thrown away afterwards; fails with the exit code of the verb that fails. */
    public static void main(String[] args) {
        Path scratch = Path.of(args[0]);
        String log = scratch.resolve("log.parquet").toString();
        String run = scratch.resolve("run").toString();
        List<List<String>> calls = List.of(
                List.of("--help"),
                List.of("train", "--help"),
                List.of("simulate", "--users", "60", "--videos", "400", "--views", "3000", "--like-rate", "0.1", "--dislike-rate", "0.05",
                        "--out", log),
                List.of("train", "--data", log, "--positive", "is_like = 1", "--negative", "is_dislike = 1", "--set", "epochs=1",
                        "--set", "exposure-epochs=1", "--out", run),
                List.of("evaluate", "--data", log, "--positive", "is_like = 1", "--negative", "is_dislike = 1", "--model", run),
                List.of("score", "--data", log, "--model", run, "--out", scratch.resolve("scores.csv").toString()),
                List.of("info", run));
        for (List<String> call : calls) {
            int code = Main.commandLine().execute(call.toArray(String[]::new));
            if (code != 0) {
                System.exit(code);
            }
        }
    }
}
