package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that is killed with SIGKILL, at any moment, and started again with the same command ends with the same model, byte for byte, as a run
 * that is left alone. A checkpoint is written after every second step, so most kills meet one that is half written.
 */
class KilledRunTest {
    private static final long PATIENCE_SECONDS = 900;

    @TempDir static Path lean;
    @TempDir Path folder;

    /** Else each run would unpack a library of 72 MB, and leave it behind when it is killed. */
    @BeforeAll
    static void putTheDriversLibraryBesideItsJar() throws IOException {
        for (String entry : TestClassPath.entries()) {
            if (isDriver(entry)) {
                Files.copy(Path.of(entry), driver());
            }
        }
        DriverLibrary.main(new String[] {lean.toString()});
    }

    private static boolean isDriver(String entry) {
        return entry.contains("duckdb_jdbc-");
    }

    private static Path driver() {
        return lean.resolve("duckdb_jdbc-lean.jar");
    }

    private static String classPath() {
        return TestClassPath.entries().stream()
                .map(entry -> isDriver(entry) ? driver().toString() : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Twenty kills over all combinations. */
    static Stream<Arguments> few() {
        List<Arguments> all = new ArrayList<>();
        for (Arguments combination : combinations().toList()) {
            all.add(Arguments.of(combination.get()[0], combination.get()[1], combination.get()[2], all.size() < 8 ? 2 : 1));
        }
        return all.stream();
    }

    static Stream<Arguments> many() {
        return combinations().map(combination -> Arguments.of(combination.get()[0], combination.get()[1], combination.get()[2], 20));
    }

    private static Stream<Arguments> combinations() {
        return Stream.of("gmf", "neumf").flatMap(backbone -> Stream.of("bce", "idl", "ig")
                .flatMap(method -> Stream.of(1, 2).map(threads -> Arguments.of(backbone, method, threads))));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("few")
    void aKilledRunEndsWithTheSameBytes(String backbone, String method, int threads, int kills) throws Exception {
        check(backbone, method, threads, kills);
    }

    @Tag("slow")
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("many")
    void aRunThatIsKilledTwentyTimesEndsWithTheSameBytes(String backbone, String method, int threads, int kills) throws Exception {
        check(backbone, method, threads, kills);
    }

    /** Where the random kills seldom fall: the temporary file of the last checkpoint, or of the model, is there and not yet renamed. */
    @ParameterizedTest
    @ValueSource(strings = {"checkpoints/.last.safetensors.", ".model.safetensors."})
    void aRunThatIsKilledWhileItWritesAFileEndsWithTheSameBytes(String temporary) throws Exception {
        Path log = Views.csv(folder.resolve("views.csv"));
        // Rows so long that the file takes some milliseconds to write.
        String[] longRows = {"--set", "dim=2048", "--set", "epochs=2"};
        Path alone = folder.resolve("alone");
        assertThat(ended(start(log, alone, "gmf", "ig", 2, longRows))).isTrue();
        Path killed = folder.resolve("killed");
        int attempts = 0;
        do {
            assertThat(++attempts).as("attempts to kill a run while it writes " + temporary).isLessThan(30);
            if (Files.exists(killed.resolve("metrics.json"))) {
                killed = folder.resolve("killed " + attempts);
            }
            Process process = start(log, killed, "gmf", "ig", 2, longRows);
            while (process.isAlive() && !isThere(killed, temporary)) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
        } while (!isThere(killed, temporary));
        assertThat(ended(start(log, killed, "gmf", "ig", 2, longRows))).isTrue();
        assertSameModel(killed, alone);
        assertThat(isThere(killed, temporary)).as("what was half written is still there").isFalse();
    }

    private static boolean isThere(Path run, String beginning) throws IOException {
        Path directory = run.resolve(beginning).getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Path.of(beginning).getFileName() + "*.tmp")) {
            return files.iterator().hasNext();
        }
    }

    private void check(String backbone, String method, int threads, int kills) throws Exception {
        Path log = Views.csv(folder.resolve("views.csv"));
        Path alone = folder.resolve("alone");
        Path killed = folder.resolve("killed");
        SplittableRandom random = new SplittableRandom(backbone.hashCode() + 31L * method.hashCode() + threads);
        long start = System.nanoTime();
        assertThat(ended(start(log, alone, backbone, method, threads))).isTrue();
        long length = millisSince(start);
        int done = 0;
        while (done < kills) {
            boolean fromTheStart = Files.notExists(killed);
            start = System.nanoTime();
            Process process = start(log, killed, backbone, method, threads);
            boolean endedByItself = process.waitFor(random.nextLong(length / 4, length), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            done += endedByItself ? 0 : 1;
            if (endedByItself) {
                assertSucceeded(process);
                // If the machine was busy during the first run, its length would let all others end.
                length = fromTheStart ? Math.min(length, millisSince(start)) : length;
            }
            // A run may also be killed when all is done but the process's own end; the next kill is for another one.
            if (Files.exists(killed.resolve("metrics.json"))) {
                assertSameModel(killed, alone);
                killed = folder.resolve("killed " + random.nextInt(Integer.MAX_VALUE));
            }
        }
        killed = withCheckpoint(log, killed, backbone, method, threads);
        assertThat(ended(start(log, killed, backbone, method, threads))).isTrue();
        // A run that was started anew would end with the same bytes.
        assertThat(output(killed)).content().contains("going on from the checkpoint after step");
        assertSameModel(killed, alone);
        try (Stream<Path> left = Files.walk(killed)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
        assertThat(Files.readAllLines(killed.resolve("history.jsonl"))).hasSize(Files.readAllLines(alone.resolve("history.jsonl")).size());
    }

    /** Kills a run once more if none of the kills left a checkpoint, and returns the folder of one that has it. */
    private static Path withCheckpoint(Path log, Path run, String backbone, String method, int threads) throws Exception {
        Path left = run;
        for (int attempt = 1; Files.notExists(checkpoint(left)); attempt++) {
            assertThat(attempt).as("attempts to kill a run that has a checkpoint").isLessThan(30);
            Process process = start(log, left, backbone, method, threads);
            while (process.isAlive() && Files.notExists(checkpoint(left))) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
            if (Files.exists(left.resolve("metrics.json"))) {
                left = run.resolveSibling("once more " + attempt);
            }
        }
        return left;
    }

    private static Path checkpoint(Path run) {
        return run.resolve("checkpoints/last.safetensors");
    }

    /** What the last process said that ran in this folder. */
    private static Path output(Path run) {
        return run.resolveSibling(run.getFileName() + ".txt");
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static Process start(Path log, Path out, String backbone, String method, int threads, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + log.getParent(), "-cp", classPath(), Main.class.getName()));
        command.addAll(Views.train(log, out, "--backbone", backbone, "--method", method, "--threads", Integer.toString(threads),
                "--checkpoint-every", "2steps", "--set", "epochs=6", "--set", "batch=32", "--set", "pool=exposed"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output(out).toFile())
                .start();
    }

    private boolean ended(Process process) throws Exception {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertSucceeded(process);
        return ended;
    }

    private void assertSucceeded(Process process) throws IOException {
        if (process.exitValue() != 0) {
            try (Stream<Path> outputs = Files.list(folder).filter(file -> file.toString().endsWith(".txt"))) {
                for (Path output : outputs.toList()) {
                    System.err.println(output + ": " + Files.readString(output));
                }
            }
        }
        assertThat(process.exitValue()).as("exit code of the run").isZero();
    }

    private static void assertSameModel(Path one, Path other) throws IOException {
        assertThat(Files.mismatch(one.resolve("model.safetensors"), other.resolve("model.safetensors"))).isEqualTo(-1);
        assertThat(Files.readString(one.resolve("config.yaml"), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(other.resolve("config.yaml"), StandardCharsets.UTF_8));
    }
}
