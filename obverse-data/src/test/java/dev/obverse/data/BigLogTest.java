package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten million rows of CSV are read within one gigabyte of heap. */
@Tag("slow")
final class BigLogTest {
    private static final int ROWS = 10_000_000;

    @TempDir
    Path folder;

    @Test
    void tenMillionRowsFitIntoOneGigabyteOfHeapAndKeepTheirOrder() throws Exception {
        Path file = folder.resolve("big.csv");
        // Every pair is different; in the order of the file users and items appear with their numbers rising.
        Logs.sql("COPY (SELECT 'u' || (range % 500000) AS user, 'v' || (range // 100) AS item, range % 5 AS rating FROM range(" + ROWS + ")) TO '"
                + file + "'");
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), BigLogTest.class.getName(),
                file.toString()).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(child.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(said).isEqualTo("in order\n");
        assertThat(child.exitValue()).isZero();
    }

    /** The child: reads the file and says whether every row is where it belongs. */
    public static void main(String[] arguments) {
        LabelledLog log = Logs.read(Logs.allTraining(Path.of(arguments[0]), Logs.RATING));
        for (int row = 0; row < ROWS; row++) {
            boolean right = log.train().user(row) == row % 500_000 && log.train().item(row) == row / 100
                    && log.train().label(row) == (row % 5 > 2 ? 1 : 0);
            if (!right) {
                throw new IllegalStateException("row " + row + " is " + log.train().user(row) + " " + log.train().item(row));
            }
        }
        System.out.println(log.items().id(ROWS / 100 - 1).equals("v" + (ROWS / 100 - 1)) ? "in order" : "ids differ");
    }
}
