package dev.obverse.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Opens a page in headless Chromium, with no network to reach. */
final class Chromium {
    private final Path program;
    private final Path folder;

    private Chromium(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /**
     * What the browser made of a page.
     *
     * @param dom the document after its scripts have run
     * @param log what the browser wrote, console messages among it
     */
    record Visit(String dom, String log) {
        List<String> consoleMessages() {
            return log.lines().filter(line -> line.contains(":CONSOLE")).toList();
        }
    }

    /** Finds it on the path; it works in the folder given. */
    static Optional<Chromium> find(Path folder) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome").map(Path.of(place)::resolve))
                .filter(Files::isExecutable).findFirst().map(program -> new Chromium(program, folder));
    }

    Visit open(Path page, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--user-data-dir=" + folder.resolve("profile"), "--enable-logging=stderr",
                "--window-size=1280,2000", "--virtual-time-budget=20000", "--dump-dom"));
        command.addAll(List.of(more));
        command.add(page.toUri().toString());
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("chromium.log");
        Process process = new ProcessBuilder(command).redirectOutput(dom.toFile()).redirectError(log.toFile()).start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("chromium did not end within two minutes");
        }
        return new Visit(Files.readString(dom), Files.readString(log));
    }
}
