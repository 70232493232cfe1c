package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.train.TrainingMemory;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What training needs is said before it is allocated, and is what it then needs: the heap of a child process is the measure. */
final class SmallHeapTest {
    private static final int ITEMS = 20_000;

    @TempDir private Path folder;

    @Test
    void aRunThatTheHeapCannotHoldIsRefusedWithTheArithmeticBeforeTheLogIsInIt() throws Exception {
        Child child = train(log(80_000, 1), 32, "--split", "random:0.8,0.1,0.1");
        assertThat(child.code()).as(child.output()).isEqualTo(1);
        assertThat(child.output().strip().lines().toList().getLast()).matches("training needs 0\\.05 GiB of Java heap \\(64,000 users x 598 B \\+ 16,000 items "
                + "x 598 B \\+ 64,000 training rows x 18 B \\+ 33 weights x 124 B \\+ 4,096 pairs in passes x 608 B\\), but the heap may take 0\\.03 GiB: raise it with OBVERSE_JAVA_OPTS=-Xmx1g, lower dim, or .*");
        assertThat(child.output()).doesNotContain("Exception", "\tat ");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aRunWhoseTestRowsTheHeapCannotJudgeIsRefusedBeforeItTrains() throws Exception {
        Child child = train(log(2_000, 100), 32, "--split", "random:0.2,0,0.8");
        assertThat(child.code()).as(child.output()).isEqualTo(1);
        assertThat(child.output().strip().lines().toList().getLast()).contains("training needs 0.04 GiB of Java heap", "160,000 judged rows x 160 B");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Tag("slow")
    @Test
    void aRunFitsIntoAHeapThatIsAQuarterLargerThanItsArithmetic() throws Exception {
        int users = 200_000;
        int rounds = 10;
        long rows = (long) users * rounds;
        TrainingMemory memory = TrainingMemory.of(
                TrainingConfig.of(Map.of("method", "ig", "epochs", "1")), new TrainingMemory.Counts(users, ITEMS, rows, rows, 0));
        Path log = log(users, rounds);
        long mebibytes = memory.bytes() >> 20;
        assertThat(train(log, mebibytes * 9 / 10, "--split", "files").output()).contains("training needs", "of Java heap");
        // The same command again: a run that was refused is taken up where there is more room.
        Child fits = train(log, mebibytes * 5 / 4, "--split", "files");
        assertThat(fits.code()).as(fits.output()).isZero();
    }

    /**
     * What lives is what is left by a full collection, and one is made ten times a second. Below the sum it may be, for the sum is of all that a run
     * ever holds at one time; above it the sum would promise too much.
     */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gmf, ig, 200000, 10, files", "neumf, bce, 60000, 10, files", "gmf, bce, 20000, 40, 'random:0.5,0.25,0.25'",
        "gmf, bce, 20000, 40, 'random:0.5,0,0.5'"})
    void theArithmeticIsWithinAQuarterOfTheLiveHeap(String backbone, String method, int users, int rounds, String split) throws Exception {
        long rows = (long) users * rounds;
        long training = split.equals("files") ? rows : rows / 2;
        long judged = split.equals("files") ? 0 : split.endsWith("0.25") ? rows / 4 : rows / 2;
        TrainingMemory memory = TrainingMemory.of(TrainingConfig.of(Map.of("backbone", backbone, "method", method)),
                new TrainingMemory.Counts(users, ITEMS, training, training, judged));
        Path collections = folder.resolve("gc.txt");
        Child child = train(log(users, rounds), List.of("-Xmx4g", "-XX:+UseG1GC", "-XX:G1PeriodicGCInterval=100", "-XX:-G1PeriodicGCInvokesConcurrent",
                "-Xlog:gc:file=" + collections), "--split", split, "--backbone", backbone, "--method", method, "--set", "epochs=2");
        assertThat(child.code()).as(child.output()).isZero();
        double live = peakAfterFullCollections(collections);
        assertThat(live / memory.bytes()).as("%.0f MiB live, %s", live / (1 << 20), memory.arithmetic()).isBetween(0.75, 1.1);
    }

    private static double peakAfterFullCollections(Path collections) throws IOException {
        Matcher full = Pattern.compile("Pause Full .*->(\\d+)M\\(").matcher(Files.readString(collections));
        long most = full.results().mapToLong(result -> Long.parseLong(result.group(1))).max().orElse(0);
        return (double) (most << 20);
    }

    /** So many rounds in which every user has one row; both labels, and no pair twice. */
    private Path log(int users, int rounds) throws IOException {
        Path file = folder.resolve("log.csv");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("user,item,rating\n");
            for (int round = 0; round < rounds; round++) {
                for (int user = 0; user < users; user++) {
                    out.write("user" + user + ",item" + (user + 1997 * round) % ITEMS + "," + (1 + (user + round) % 5) + "\n");
                }
            }
        }
        return file;
    }

    private record Child(int code, String output) {}

    private Child train(Path log, long mebibytes, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("--method", "ig", "--set", "epochs=1"));
        words.addAll(List.of(more));
        return train(log, List.of("-Xmx" + mebibytes + "m"), words.toArray(String[]::new));
    }

    private Child train(Path log, List<String> machine, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(machine);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "train", "--data", log.toString(), "--positive", "rating > 3", "--negative", "rating <= 3", "--out", folder.resolve("run").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Child(process.waitFor(), output);
    }
}
