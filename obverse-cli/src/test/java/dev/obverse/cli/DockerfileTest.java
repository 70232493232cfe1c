package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be known of the image without building it: all that it copies is there, and it runs what the launcher runs. */
final class DockerfileTest {
    private static final Path ROOT = Path.of("..");

    private static List<String> lines() throws IOException {
        return Files.readAllLines(ROOT.resolve("Dockerfile"));
    }

    private static Stream<String[]> words(String instruction) throws IOException {
        return lines().stream().filter(line -> line.startsWith(instruction + " ")).map(line -> line.split("\\s+", -1));
    }

    @Test
    void whatIsCopiedFromTheSourcesIsThere() throws IOException {
        assertThat(words("COPY").filter(words -> !words[1].startsWith("--from")).toList()).isNotEmpty().allSatisfy(words ->
                assertThat(ROOT.resolve(words[1])).exists());
    }

    @Test
    void everyModuleOfTheBuildIsCopiedForMavenReadsThemAll() throws IOException {
        List<String> modules = Pattern.compile("<module>([a-z-]+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml"))).results()
                .map(match -> match.group(1)).toList();
        List<String> copied = words("COPY").map(words -> words[1]).toList();
        assertThat(modules).hasSizeGreaterThan(3).allSatisfy(module -> assertThat(copied).containsAnyOf(module, module + "/pom.xml"));
    }

    @Test
    void whatIsCopiedFromTheBuildIsWhatTheBuildMakes() throws IOException {
        List<String> built = words("COPY").filter(words -> words[1].equals("--from=build")).map(words -> words[2]).toList();
        assertThat(built).containsExactly("/src/obverse-cli/target/lib", "/src/obverse-cli/target/obverse-cli-*.jar");
        assertThat(lines()).contains("WORKDIR /src").anyMatch(line -> line.startsWith("RUN mvn ") && line.contains("-pl obverse-cli -am package"));
        // The jar's manifest looks for the others in lib, beside it.
        String pom = Files.readString(ROOT.resolve("obverse-cli").resolve("pom.xml"));
        assertThat(pom).contains("<outputDirectory>${project.build.directory}/lib</outputDirectory>", "<classpathPrefix>lib/</classpathPrefix>");
        assertThat(words("COPY").map(words -> words[words.length - 1])).contains("/opt/obverse/lib", "/opt/obverse/obverse.jar");
    }

    @Test
    void itRunsWithTheFlagsOfTheLauncher() throws IOException {
        String launcher = Files.readString(ROOT.resolve("obverse"));
        String entry = lines().stream().filter(line -> line.startsWith("ENTRYPOINT")).findFirst().orElseThrow();
        for (String start : List.of("flags=(", "compute=(")) {
            String flags = launcher.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
            for (String flag : flags.substring(start.length(), flags.indexOf(')')).split("\\s+", -1)) {
                assertThat(entry).contains('"' + flag + '"');
            }
        }
        assertThat(entry).contains("\"/opt/obverse/obverse.jar\"");
    }

    @Test
    void itDoesNotRunAsRoot() throws IOException {
        assertThat(lines()).contains("USER 10001");
    }
}
