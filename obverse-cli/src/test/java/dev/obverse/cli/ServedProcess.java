package dev.obverse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code obverse serve} in a process of its own, as it is run in earnest. */
final class ServedProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("serving .* at http://127\\.0\\.0\\.1:([0-9]+)/");
    private static final int SECONDS = 60;

    final Process process;
    final int port;
    private final Path output;

    private ServedProcess(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
    }

    /** Starts it on a free port and waits until it serves. */
    static ServedProcess start(Path folder, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), "dev.obverse.cli.Main", "serve", "--port", "0", "--access-log", folder.resolve("access.log").toString()));
        command.addAll(List.of(options));
        Path output = Files.createTempFile(folder, "server", ".log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        for (int i = 0; i < SECONDS * 20; i++) {
            Matcher ready = READY.matcher(Files.readString(output));
            if (ready.find()) {
                return new ServedProcess(process, Integer.parseInt(ready.group(1)), output);
            }
            if (!process.isAlive()) {
                throw new IOException("the server ended with " + process.exitValue() + ": " + Files.readString(output));
            }
            Thread.sleep(50);
        }
        process.destroyForcibly();
        throw new IOException("the server does not come up: " + Files.readString(output));
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
