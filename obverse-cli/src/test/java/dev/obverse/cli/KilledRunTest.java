package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run that is killed with SIGKILL, at any moment, and started again with the same command ends with the same model, byte for byte, as a run
 * that is left alone. A checkpoint is written after every second step, so most kills meet one that is half written.
 */
class KilledRunTest {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir Path folder;

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
    @MethodSource("few")
    void aKilledRunEndsWithTheSameBytes(String backbone, String method, int threads, int kills) throws Exception {
        check(backbone, method, threads, kills);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("many")
    void aRunThatIsKilledTwentyTimesEndsWithTheSameBytes(String backbone, String method, int threads, int kills) throws Exception {
        check(backbone, method, threads, kills);
    }

    private void check(String backbone, String method, int threads, int kills) throws Exception {
        Path log = Views.csv(folder.resolve("views.csv"));
        Path alone = folder.resolve("alone");
        long start = System.nanoTime();
        assertThat(ended(start(log, alone, backbone, method, threads))).isTrue();
        long length = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Path killed = folder.resolve("killed");
        SplittableRandom random = new SplittableRandom(backbone.hashCode() + 31L * method.hashCode() + threads);
        int done = 0;
        while (done < kills) {
            Process process = start(log, killed, backbone, method, threads);
            boolean endedByItself = process.waitFor(random.nextLong(length / 4, length), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            done += endedByItself ? 0 : 1;
            if (endedByItself) {
                assertSucceeded(process);
            }
            // A run may also be killed when all is done but the process's own end; the next kill is for another one.
            if (Files.exists(killed.resolve("metrics.json"))) {
                assertSameModel(killed, alone);
                killed = folder.resolve("killed " + random.nextInt(Integer.MAX_VALUE));
            }
        }
        assertThat(ended(start(log, killed, backbone, method, threads))).isTrue();
        assertSameModel(killed, alone);
        try (Stream<Path> left = Files.walk(killed)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
        assertThat(Files.readAllLines(killed.resolve("history.jsonl"))).hasSize(Files.readAllLines(alone.resolve("history.jsonl")).size());
    }

    private static Process start(Path log, Path out, String backbone, String method, int threads) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(Views.train(log, out, "--backbone", backbone, "--method", method, "--threads", Integer.toString(threads),
                "--checkpoint-every", "2steps", "--set", "epochs=6", "--set", "batch=32", "--set", "pool=exposed"));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.resolveSibling(out.getFileName() + ".txt").toFile())
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
