package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class LinkedClassesTest {
    @TempDir private Path folder;

    private Path picocli() throws IOException, URISyntaxException {
        Path jar = Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Files.copy(jar, folder.resolve("picocli.jar"));
    }

    @Test
    void theClassesOfAnOldJarVerifyAsClassesOfJava8() throws IOException, URISyntaxException {
        Path jar = picocli();
        LinkedClasses.rewrite(jar);
        int classes = 0;
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(entry -> entry.getName().startsWith("picocli/") && entry.getName().endsWith(".class")).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    ClassModel model = ClassFile.of().parse(in.readAllBytes());
                    assertThat(model.majorVersion()).as(entry.getName()).isEqualTo(ClassFile.JAVA_8_VERSION);
                    assertThat(ClassFile.of().verify(model)).as(entry.getName()).isEmpty();
                    classes++;
                }
            }
        }
        assertThat(classes).isGreaterThan(100);
    }

    @Test
    void whatIsNoOldClassStaysAsItIs() throws IOException, URISyntaxException {
        Path jar = picocli();
        byte[] manifest = content(jar, "META-INF/MANIFEST.MF");
        byte[] module = content(jar, "META-INF/versions/9/module-info.class");
        LinkedClasses.rewrite(jar);
        assertThat(content(jar, "META-INF/MANIFEST.MF")).isEqualTo(manifest);
        assertThat(content(jar, "META-INF/versions/9/module-info.class")).isEqualTo(module);
    }

    private static byte[] content(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getJarEntry(name))) {
            return in.readAllBytes();
        }
    }
}
