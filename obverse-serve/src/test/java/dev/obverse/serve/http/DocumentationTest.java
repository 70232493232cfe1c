package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples of {@code docs/serving.md}, run with the real curl: each is answered, and the answer looks like the one that is shown. */
final class DocumentationTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "serving.md");
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```\n(?:```json\n(.*?)```)?", Pattern.DOTALL);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir private static Path folder;
    private static @Nullable Running running;

    /** A command, and the answer that is shown behind it. */
    record Example(String command, @Nullable String answer) {
        @Override
        public String toString() {
            return command;
        }
    }

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(text());
        while (block.find()) {
            String[] commands = block.group(1).strip().split("\n(?=curl )", -1);
            for (String command : commands) {
                examples.add(new Example(command, commands.length == 1 ? block.group(2) : null));
            }
        }
        return examples;
    }

    private static String text() {
        try {
            return Files.readString(DOCUMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        running = Running.in(folder);
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void thereAreExamplesOfEveryRouteOfTheApi() {
        JsonNode document = JSON.readTree(DocumentationTest.class.getResourceAsStream("openapi.json"));
        List<String> commands = examples().stream().map(Example::command).toList();
        for (String path : Stream.of(document.get("paths").propertyNames().toArray(String[]::new)).filter(name -> name.startsWith("/v1")).toList()) {
            Pattern example = Pattern.compile("localhost:8080" + path.replaceAll("\\{[a-z]+}", "[^/' ]+") + "(?=[?' ]|$)", Pattern.MULTILINE);
            assertThat(commands).as(path).anyMatch(command -> example.matcher(command).find());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsAnsweredAsShown(Example example) throws Exception {
        Running server = java.util.Objects.requireNonNull(running);
        Path out = folder.resolve("curl.out");
        ProcessBuilder shell = new ProcessBuilder("bash", "-c",
                example.command().replace("localhost:8080", "localhost:" + server.port()).replaceFirst("^curl ", "curl --silent --show-error --max-time 20 "));
        shell.environment().put("TOKEN", "0123456789abcdef");
        Process curl = shell.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(curl.waitFor()).as(Files.readString(out)).isZero();
        String answer = Files.readString(out);
        assertThat(answer).isNotBlank();
        if (example.answer() != null) {
            looksLike(JSON.readTree(example.answer()), JSON.readTree(answer));
        } else {
            assertThat(answer).doesNotContain("\"detail\"");
        }
    }

    /** The same keys; of lists, the first elements; what a sample leaves out is an open end. */
    private static void looksLike(JsonNode shown, JsonNode real) {
        assertThat(real.getNodeType()).as("%s is shown as %s", real, shown).isEqualTo(shown.getNodeType());
        if (shown.isObject() && !shown.isEmpty()) {
            shown.properties().forEach(entry -> {
                assertThat(real.has(entry.getKey())).as("%s in %s", entry.getKey(), real).isTrue();
                looksLike(entry.getValue(), real.get(entry.getKey()));
            });
            real.propertyNames().forEach(name -> assertThat(shown.has(name) || name.equals("title") || name.contains("_rate") || name.contains("_labels")
                    || name.equals("closest")).as("%s is not shown", name).isTrue());
        }
        if (shown.isArray() && !shown.isEmpty()) {
            looksLike(shown.get(0), real.get(0));
        }
    }

    @Test
    void everyOptionOfTheDocumentIsOneOfTheCommandAndTheOtherWayRound() throws IOException {
        String command = Files.readString(Path.of("..", "obverse-cli", "src", "main", "java", "dev", "obverse", "cli", "ServeCommand.java"));
        List<String> options = Pattern.compile("names = \"(--[a-z-]+)\"").matcher(command).results().map(match -> match.group(1)).toList();
        assertThat(options).isNotEmpty().allSatisfy(option -> assertThat(text()).contains("`" + option + " "));
    }
}
