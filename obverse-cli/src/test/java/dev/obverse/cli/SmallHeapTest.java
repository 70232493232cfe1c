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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training needs is said before it is allocated, and is what it then needs: the heap of a child process is the measure. */
final class SmallHeapTest {
    private static final int ITEMS = 20_000;

    @TempDir private Path folder;

    @Test
    void aRunThatTheHeapCannotHoldIsRefusedWithTheArithmeticBeforeTheLogIsInIt() throws Exception {
        Child child = train(log(80_000, 1), 32, "--split", "random:0.8,0.1,0.1");
        assertThat(child.code()).as(child.output()).isEqualTo(1);
        assertThat(child.output().strip().lines().toList().getLast()).matches("training needs 0\\.05 GiB of Java heap \\(64,000 users x 598 B \\+ 16,000 items "
                + "x 598 B \\+ 64,000 training rows x 18 B\\), but the heap may take 0\\.03 GiB: raise it with OBVERSE_JAVA_OPTS=-Xmx1g, lower dim, or .*");
        assertThat(child.output()).doesNotContain("Exception", "\tat ");
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
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + mebibytes + "m", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "train", "--data", log.toString(), "--positive", "rating > 3", "--negative", "rating <= 3", "--method", "ig", "--set", "epochs=1",
                "--out", folder.resolve("run").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Child(process.waitFor(), output);
    }
}
