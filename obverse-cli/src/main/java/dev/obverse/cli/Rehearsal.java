package dev.obverse.cli;

import dev.obverse.serve.ServeConfig;
import dev.obverse.serve.Server;
import dev.obverse.serve.http.HttpSettings;
import dev.obverse.serve.http.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs the verbs once, on a made-up log of a few rows, so that a JVM which records its class loading sees what they need. The launcher
 * runs it after a build, once for the verbs that compute and once for those that only print; it is no verb.
 */
final class Rehearsal {
    private Rehearsal() {}

    /**
     * Rehearses in a directory that is thrown away afterwards; fails with the exit code of the verb that fails.
     *
     * @param args the directory, empty; or the directory in which that was done, and {@code print}
     */
    public static void main(String[] args) throws IOException {
        Path scratch = Path.of(args[0]);
        String log = scratch.resolve("log.parquet").toString();
        String run = scratch.resolve("run").toString();
        if (args.length > 1 && args[1].equals("print")) {
            rehearse(List.of(List.of("--help"), List.of("train", "--help"), List.of("--version"), List.of("info", run)));
            return;
        }
        rehearse(List.of(
                List.of("simulate", "--users", "60", "--videos", "400", "--views", "3000", "--like-rate", "0.1", "--dislike-rate", "0.05",
                        "--out", log),
                List.of("train", "--data", log, "--positive", "is_like = 1", "--negative", "is_dislike = 1", "--set", "epochs=1",
                        "--set", "exposure-epochs=1", "--out", run),
                List.of("evaluate", "--data", log, "--positive", "is_like = 1", "--negative", "is_dislike = 1", "--model", run),
                List.of("score", "--data", log, "--model", run, "--out", scratch.resolve("scores.csv").toString()),
                List.of("annotate", "--data", log, "--model", run, "--out", scratch.resolve("notes.csv").toString()),
                List.of("recommend", "--all", "--model", run)));
        serve(Path.of(run, "model.safetensors"), scratch.resolve("access.log"));
        // What a server leaves behind must not keep the JVM from ending.
        System.exit(0);
    }

    private static void rehearse(List<List<String>> calls) {
        for (List<String> call : calls) {
            String[] words = call.toArray(String[]::new);
            int code = Main.commandLine(words).execute(words);
            if (code != 0) {
                System.exit(code);
            }
        }
    }

    /** Serves the model and asks it once. */
    private static void serve(Path model, Path accessLog) throws IOException {
        HttpSettings http = HttpSettings.loopback(0).withAccessLog(accessLog).withLimits(Limits.defaults().withDrain(Duration.ZERO));
        try (Server server = Server.start(ServeConfig.of(model, 0).withHttp(http));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /v1/users/u1/recommendations HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }
}
