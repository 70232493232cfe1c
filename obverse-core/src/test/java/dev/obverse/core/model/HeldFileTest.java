package dev.obverse.core.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One holder at a time, here and elsewhere. */
class HeldFileTest {
    @TempDir
    private Path folder;

    /** Another process: tells whether it could take the file. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException {
            System.out.print(HeldFile.take(Path.of(args[0])) == null ? "held" : "taken");
        }
    }

    @Test
    void nobodyElseTakesWhatIsHeld() throws Exception {
        Path file = folder.resolve(".lock");
        HeldFile holder = requireNonNull(HeldFile.take(file));
        assertThat(HeldFile.take(file)).isNull();
        assertThat(HeldFile.take(Files.createSymbolicLink(folder.resolve("again"), folder).resolve(".lock"))).isNull();
        assertThat(inAnotherProcess(file)).as("after this process asked again").isEqualTo("held");
        holder.close();
        assertThat(inAnotherProcess(file)).isEqualTo("taken");
        HeldFile next = requireNonNull(HeldFile.take(file));
        holder.close();
        assertThat(HeldFile.take(file)).as("closed twice, it lets go once").isNull();
        next.close();
    }

    private static String inAnotherProcess(Path file) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), Other.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
