package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The format of a log never changes a result: the rows decide, not how they are written. */
@TestInstance(Lifecycle.PER_CLASS)
final class LogFormatsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS = "viewer,clip,watch_ms,liked,disliked";
    private static final List<String> OF_THE_CLOCK = List.of("seconds", "finished");

    private static final Map<String, UnaryOperator<Path>> FORMATS = Map.of(
            "text ids.csv", Views::csv,
            "tabs.tsv", file -> Views.write(file, Views.lines("\t")),
            "colons.dat", file -> Views.write(file, Views.lines("::")),
            "zipped.csv.gz", file -> Views.gzip(file, Views.lines(",")),
            "views.parquet", Views::parquet);

    private Path folder;
    private ObjectNode expected;

    @BeforeAll
    void trainOnNumbersWithoutAHeader(@TempDir Path temporary) {
        folder = temporary;
        Path log = Views.write(folder.resolve("numbers.csv"), Views.numbered(","));
        expected = metrics(log, "--columns", COLUMNS);
        assertThat(expected.get("test").get("auc").isNumber()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text ids.csv", "tabs.tsv", "colons.dat", "zipped.csv.gz", "views.parquet"})
    void theSameRowsGiveTheSameMetrics(String name) {
        Path log = FORMATS.getOrDefault(name, Views::csv).apply(folder.resolve(name));
        JsonNode metrics = name.equals("colons.dat") ? metrics(log, "--delimiter", "::") : metrics(log);
        assertThat(metrics).isEqualTo(expected);
    }

    private ObjectNode metrics(Path log, String... more) {
        Path run = folder.resolve("run of " + log.getFileName());
        Invocation.of(Views.train(log, run, more)).succeeded();
        ObjectNode metrics = (ObjectNode) JSON.readTree(run.resolve("metrics.json").toFile());
        return metrics.remove(OF_THE_CLOCK);
    }
}
