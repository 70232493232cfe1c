package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of {@code docs/datasets.md} do what the page says, on made-up files in the format of each data set. */
final class DatasetsTest {
    private static final Path PAGE = Path.of("../docs/datasets.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Set<String> FILE_OPTIONS = Set.of("--data", "--valid", "--test");

    @ParameterizedTest
    @EnumSource
    void theFlagsReadTheFormatAndLabelAsThePageSays(PublicLog log, @TempDir Path folder) throws Exception {
        String section = section(log.title);
        assertThat(section).as("the format that the page shows").contains(log.header);
        log.write(folder);
        for (String block : blocks(section).filter(block -> !isTraining(block)).toList()) {
            prepare(block, folder);
        }
        List<String> trainings = blocks(section).filter(DatasetsTest::isTraining).toList();
        assertThat(trainings).as("training commands of a section").hasSize(1);
        Path run = folder.resolve("run");

        Invocation.of(words(trainings.getFirst(), folder, run)).succeeded();

        JsonNode census = JsonMapper.builder().build().readTree(run.resolve("census.json").toFile());
        assertThat(total(census, "rows")).isEqualTo(log.rows(1, 5));
        assertThat(total(census, "positive")).isEqualTo(log.rows(log.positiveFrom, 5));
        assertThat(total(census, "negative")).isEqualTo(log.rows(1, log.negativeTo));
        assertThat(census.get("valid").get("rows").asLong()).isPositive();
        assertThat(census.get("test").get("rows").asLong()).isPositive();
    }

    @Test
    void everySectionIsTried() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(PublicLog.values()).map(log -> log.title).toList());
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as("section %s", title).isNotNegative();
        int end = page.indexOf("\n## ", start + 1);
        return end < 0 ? page.substring(start) : page.substring(start, end);
    }

    private static Stream<String> blocks(String section) {
        return BLOCK.matcher(section).results().map(match -> match.group(1));
    }

    private static boolean isTraining(String block) {
        return block.startsWith("./obverse train ");
    }

    private static void prepare(String script, Path folder) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-e", "-c", script).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = shell.inputReader().readAllAsString();
        assertThat(shell.waitFor()).as(said).isZero();
    }

    /** The command as a shell splits it, with its files in the folder, one epoch and another run directory. */
    private static List<String> words(String block, Path folder, Path run) {
        List<String> words = new ArrayList<>();
        String before = "";
        for (var match : WORD.matcher(block.replace("\\\n", " ")).results().toList()) {
            String word = match.group(1) != null ? match.group(1) : match.group(2);
            words.add(FILE_OPTIONS.contains(before) ? folder.resolve(word).toString() : before.equals("--out") ? run.toString() : word);
            before = word;
        }
        words.removeFirst();
        assertThat(words).contains("--out", run.toString());
        words.addAll(List.of("--set", "epochs=1"));
        return words;
    }

    private static long total(JsonNode census, String count) {
        return Stream.of("train", "valid", "test").mapToLong(part -> census.get(part).get(count).asLong()).sum();
    }
}
