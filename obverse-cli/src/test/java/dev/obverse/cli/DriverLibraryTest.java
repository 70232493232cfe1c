package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DriverLibraryTest {
    private static final String OURS = "libduckdb_java.so_linux_amd64";

    @TempDir private Path folder;

    private Path jar() throws IOException {
        Path jar = folder.resolve("duckdb_jdbc-9.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (String name : List.of("META-INF/MANIFEST.MF", "org/duckdb/DuckDBNative.class", OURS, "libduckdb_java.so_macos_arm64")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(("content of " + name + "\n").getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        return jar;
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void theLibraryLiesBesideTheJarAndTheJarKeepsTheRestAndItsTime() throws IOException {
        Path jar = jar();
        DriverLibrary.putBeside(jar, OURS);
        assertThat(folder.resolve(OURS)).hasContent("content of " + OURS + "\n");
        assertThat(entries(jar)).containsExactly("META-INF/MANIFEST.MF", "org/duckdb/DuckDBNative.class");
        assertThat(Files.getLastModifiedTime(jar).toMillis()).isEqualTo(1_000_000_000_000L);
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.getInputStream(file.getEntry("org/duckdb/DuckDBNative.class")))
                    .hasContent("content of org/duckdb/DuckDBNative.class");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(jar, folder.resolve(OURS));
        }
    }

    @Test
    void aJarWithoutALibraryForThisMachineStaysAsItIs() throws IOException {
        Path jar = jar();
        byte[] before = Files.readAllBytes(jar);
        DriverLibrary.putBeside(jar, DriverLibrary.nameFor("Linux", "riscv64"));
        assertThat(jar).hasBinaryContent(before);
        assertThat(folder.resolve("libduckdb_java.so_linux_riscv64")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"Linux, amd64, linux_amd64", "Linux, aarch64, linux_arm64", "Mac OS X, aarch64, macos_arm64", "Windows 11, x86_64, windows_amd64"})
    void theNameIsTheDriversOwn(String system, String processor, String end) {
        assertThat(DriverLibrary.nameFor(system, processor)).isEqualTo("libduckdb_java.so_" + end);
    }

    /** Else the driver has changed how it finds its library, and this class with it. */
    @Test
    void theDriverOfThisBuildHasALibraryOfThatName() {
        String name = DriverLibrary.nameFor(System.getProperty("os.name"), System.getProperty("os.arch"));
        assertThat(ClassLoader.getSystemResource(name)).isNotNull();
    }
}
