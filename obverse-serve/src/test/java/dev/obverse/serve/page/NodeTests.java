package dev.obverse.serve.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The browser tests under {@code src/test/browser}, which node runs.
 *
 * @param folder where they are
 * @param node the program
 * @param npm what brings their packages
 * @param chromium the browser
 */
record NodeTests(Path folder, Path node, Path npm, Path chromium) {
    private static final int SECONDS = 150;

    /** Finds what is needed, or nothing if any of it is not installed. */
    static Optional<NodeTests> find(Path folder) {
        Optional<Path> node = program("node");
        Optional<Path> npm = program("npm");
        Optional<Path> chromium = Stream.of("chromium", "chromium-browser", "google-chrome").flatMap(name -> program(name).stream()).findFirst();
        return node.isEmpty() || npm.isEmpty() || chromium.isEmpty() ? Optional.empty()
                : Optional.of(new NodeTests(folder, node.get(), npm.get(), chromium.get()));
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(place -> Path.of(place, name)).filter(Files::isExecutable).findFirst();
    }

    /** How a program ended, and what it wrote. */
    record Outcome(int status, String output) {}

    /** Brings the pinned packages, if they are not there. */
    Outcome install(Path log) throws IOException, InterruptedException {
        return Files.isDirectory(folder.resolve("node_modules")) ? new Outcome(0, "")
                : run(log, Map.of(), npm.toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    }

    /** Runs all tests with these variables; each test that fails is told with its reason. */
    Outcome test(Path log, Map<String, String> variables) throws IOException, InterruptedException {
        return run(log, variables, node.toString(), "--test", "--test-reporter=spec", "page.test.js");
    }

    private Outcome run(Path log, Map<String, String> variables, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(variables);
        builder.environment().put("OBVERSE_CHROMIUM", chromium.toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command[0] + " did not end within " + SECONDS + " seconds:\n" + Files.readString(log));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(log));
    }
}
