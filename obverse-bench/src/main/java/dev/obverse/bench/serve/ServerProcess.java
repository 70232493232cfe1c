package dev.obverse.bench.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./obverse serve}, as a user starts it. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern SERVING = Pattern.compile("serving .* at https?://.*:(\\d+)/");

    private final Process process;
    private final int port;

    /** Starts it and waits until it serves. */
    ServerProcess(Path launcher, Path model, Path scratch) throws IOException {
        process = new ProcessBuilder(
                launcher.toString(), "serve", "--model", model.toString(), "--port", "0", "--access-log", scratch.resolve("access.log").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader console = process.errorReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = console.readLine(); line != null; line = console.readLine()) {
            Matcher serving = SERVING.matcher(line);
            if (serving.matches()) {
                port = Integer.parseInt(serving.group(1));
                drain(console);
                return;
            }
            said.append(line).append('\n');
        }
        throw new IOException("the server did not start: " + said);
    }

    /** Somebody must read what it says, or it waits for that. */
    private static void drain(BufferedReader console) {
        Thread.ofVirtual().start(() -> console.lines().forEach(line -> {}));
    }

    int port() {
        return port;
    }

    /** Its resident set in MB. */
    long residentMegabytes() throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(process.pid())).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(ps.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            return line == null ? -1 : Long.parseLong(line.strip()) / 1024;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
