package dev.obverse.serve.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A log on a full disk fails its callers and stays as it was: the limit on the size of files of a child process plays the full disk. */
@DisabledOnOs(OS.WINDOWS)
final class FullDiskTest {
    private static final int KIBIBYTES = 8;

    @TempDir private Path folder;

    @Test
    void whatDoesNotFitFailsAndWhatFitsIsKept() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("bash", "-c", "ulimit -f " + KIBIBYTES + "; exec \"$@\"", "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData", "-cp", classPath(),
                FullDiskTest.class.getName(), folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        List<String> acknowledged = output.lines().filter(line -> line.startsWith("kept ")).map(line -> line.substring(5)).toList();

        assertThat(output).contains("failed: the feedback could not be stored in " + folder);
        assertThat(acknowledged).hasSizeBetween(10, 299).as("rows that are small enough still fit after one that is not").contains("small");
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            assertThat(Logs.rows(folder).stream().map(Feedback::item)).containsExactlyElementsOf(acknowledged);
            log.append(List.of(Logs.liked("u", "there is space again")), null);
        }
        assertThat(Logs.rows(folder)).hasSize(acknowledged.size() + 1);
    }

    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", "");
        return path.isEmpty() ? System.getProperty("java.class.path", "." + File.pathSeparator) : path;
    }

    /** Appends rows until some fail, then one that is small, and prints what became of each. */
    public static void main(String[] args) {
        try (FeedbackLog log = FeedbackLog.open(Path.of(args[0]), Logs.SETTINGS)) {
            int failures = 0;
            for (int row = 0; row < 300 && failures < 3; row++) {
                failures += kept(log, row + "x".repeat(600)) ? 0 : 1;
            }
            IntStream.range(0, 3).forEach(row -> kept(log, "y".repeat(900)));
            kept(log, "small");
        }
    }

    private static boolean kept(FeedbackLog log, String item) {
        try {
            log.append(List.of(Logs.liked("u", item)), null);
            System.out.println("kept " + item);
            return true;
        } catch (FeedbackNotStoredException e) {
            System.out.println("failed: " + e.getMessage());
            return false;
        }
    }
}
