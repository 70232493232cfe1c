package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.model.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A model that cannot be written whole is not written at all: the limit on the size of files of a child process plays the full disk. */
@DisabledOnOs(OS.WINDOWS)
final class FullDiskTest {
    private static final int KIBIBYTES = 64;

    @TempDir private Path folder;

    @Test
    void theOldModelStaysWholeWhenThereIsNoSpaceForTheNewOne() throws IOException, InterruptedException {
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(file, WriteModel.untrained(20));
        byte[] old = Files.readAllBytes(file);

        Child child = write(file, 5000);

        assertThat(child.code()).as(child.output()).isEqualTo(1);
        assertThat(child.output().strip().lines()).hasSize(1);
        assertThat(child.output()).contains(file.toString()).contains("could not be written").doesNotContain("Exception");
        assertThat(file).hasBinaryContent(old);
        assertThat(ModelFile.read(file, KernelProviders.choose()).users().size()).isEqualTo(20);
        assertNothingElseIsLeft(file);
    }

    @Test
    void aModelThatFitsReplacesTheOldOne() throws IOException, InterruptedException {
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(file, WriteModel.untrained(20));

        Child child = write(file, 30);

        assertThat(child.code()).as(child.output()).isZero();
        assertThat(ModelFile.read(file, KernelProviders.choose()).users().size()).isEqualTo(30);
        assertNothingElseIsLeft(file);
    }

    private void assertNothingElseIsLeft(Path file) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** How a process ended and what it printed on standard output; standard error, with the log, goes to that of the tests. */
    private record Child(int code, String output) {}

    private static Child write(Path file, int size) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of("bash", "-c", "ulimit -f " + KIBIBYTES + "; exec \"$@\"", "bash", java, "-XX:-UsePerfData",
                "-cp", TestClassPath.joined(), WriteModel.class.getName(), file.toString(), String.valueOf(size)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Child(process.waitFor(), output);
    }
}
