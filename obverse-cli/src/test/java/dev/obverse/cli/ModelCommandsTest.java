package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.kernel.KernelProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the verbs do that take a model: {@code evaluate}, {@code score} and {@code info}. */
@TestInstance(Lifecycle.PER_CLASS)
final class ModelCommandsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Path folder;
    private Path log;
    private Path run;

    @BeforeAll
    void train(@TempDir Path temporary) {
        folder = temporary;
        log = Views.csv(folder.resolve("views.csv"));
        run = folder.resolve("run");
        Invocation.of(Views.train(log, run)).succeeded();
    }

    private Invocation evaluate(Path data, String... more) {
        List<String> words = new ArrayList<>(List.of("evaluate", "--model", run.toString(), "--data", data.toString(), "--user", "viewer",
                "--item", "clip", "--positive", "liked = 1", "--negative", "disliked = 1"));
        words.addAll(List.of(more));
        return Invocation.of(words);
    }

    private Invocation score(Path data, Path out) {
        return Invocation.of("score", "--model", run.toString(), "--data", data.toString(), "--user", "viewer", "--item", "clip", "--out",
                out.toString());
    }

    @Test
    void evaluateJudgesTheLabelledRows() {
        JsonNode all = JSON.readTree(evaluate(log, "--json").succeeded().out());
        assertThat(all.get("census").get("rows").asLong()).isEqualTo(Views.rows().size());
        assertThat(all.get("model").get("auc").asDouble()).isBetween(0.0, 1.0);
        assertThat(all.propertyNames()).contains("floor.random", "floor.item_mean", "floor.two_mean", "intervals");
    }

    @Test
    void evaluatePrintsATable() {
        assertThat(evaluate(log).succeeded().out()).contains("model").contains("floor two_mean").contains("auc");
    }

    @Test
    void evaluateSaysWhenAModelIsJudgedByWhatItKnows() {
        assertThat(evaluate(log).succeeded().out()).containsPattern("warning: the model was trained on labels of [\\d,]+ of these [\\d,]+ pairs");
        assertThat(JSON.readTree(evaluate(log, "--json").succeeded().out()).get("trained_on").asLong()).isPositive();
        Path fresh = Views.write(folder.resolve("fresh.csv"), List.of("viewer,clip,liked,disliked", "zoé 1,new,1,0", "new,clip/1,0,1"));
        assertThat(evaluate(fresh).succeeded().out()).doesNotContain("warning");
        assertThat(JSON.readTree(evaluate(fresh, "--json").succeeded().out()).get("trained_on").asLong()).isZero();
    }

    @Test
    void evaluateSaysWhenALabelIsMissing() {
        Path liked = Views.write(folder.resolve("liked.csv"), List.of("viewer,clip,liked,disliked", "new,clip/1,1,0", "new,clip/2,1,0"));
        assertThat(evaluate(liked).succeeded().out()).contains("warning: no row is negative").contains("check --negative");
        Path disliked = Views.write(folder.resolve("disliked.csv"), List.of("viewer,clip,liked,disliked", "new,clip/1,0,1"));
        assertThat(evaluate(disliked).succeeded().out()).contains("warning: no row is positive").contains("check --positive");
    }

    @Test
    void aRunThatIsNotFinishedIsNoModelYet() throws IOException {
        Path begun = Files.createDirectories(folder.resolve("begun"));
        Files.copy(run.resolve("config.yaml"), begun.resolve("config.yaml"));
        Invocation.of("info", begun.toString()).failedWith("the run in " + begun + " is not finished");
        Invocation.of("score", "--model", begun.toString(), "--data", log.toString(), "--out", folder.resolve("none.csv").toString())
                .failedWith("the run in " + begun + " is not finished");
    }

    /** A log may be all that there is of it. */
    @Test
    void whatIsReadIsNotWrittenOver() throws IOException {
        Path own = Views.csv(folder.resolve("own.csv"));
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), own);
        Path users = Views.write(folder.resolve("users.csv"), List.of("zoé 1"));
        byte[] before = Files.readAllBytes(own);
        List<String> columns = List.of("--user", "viewer", "--item", "clip");
        for (Path out : List.of(own, link, folder.resolve("../" + folder.getFileName() + "/own.csv"))) {
            for (String data : List.of(own.toString(), folder.resolve("ow[n].csv").toString())) {
                for (String verb : List.of("score", "annotate")) {
                    List<String> words = new ArrayList<>(List.of(verb, "--model", run.toString(), "--data", data, "--out", out.toString()));
                    words.addAll(columns);
                    Invocation.of(words).failedWith("--out " + out + " is the file that is read");
                }
            }
        }
        Invocation.of("recommend", "--model", run.toString(), "--users", users.toString(), "--out", users.toString())
                .failedWith("--out " + users + " is the file that is read");
        assertThat(own).hasBinaryContent(before);
        assertThat(users).hasContent("zoé 1");
    }

    @Test
    void evaluateCountsWhomTrainingNeverSaw() {
        Path strangers = Views.write(folder.resolve("strangers.csv"), List.of("viewer,clip,liked,disliked", "nobody,clip/1,1,0",
                "zoé 1,no clip,0,1", "zoé 1,clip/2,1,0"));
        JsonNode census = JSON.readTree(evaluate(strangers, "--json").succeeded().out()).get("census");
        assertThat(census.get("unknown_user_rows").asLong()).isEqualTo(1);
        assertThat(census.get("unknown_item_rows").asLong()).isEqualTo(1);
    }

    @Test
    void scoreGivesTheSigmoidOfTheLogitUnderTheIdsOfTheLog() throws IOException {
        Path out = folder.resolve("scores.csv");
        score(log, out).succeeded();
        List<String> lines = Files.readAllLines(out);
        List<Views.View> views = Views.rows();
        assertThat(lines).hasSize(views.size() + 1);
        assertThat(lines.getFirst()).isEqualTo("user,item,logit,probability");
        for (int row = 0; row < views.size(); row++) {
            String[] fields = lines.get(row + 1).split(",", -1);
            assertThat(fields[0]).isEqualTo(Views.viewer(views.get(row).viewer()));
            assertThat(fields[1]).isEqualTo(Views.clip(views.get(row).clip()));
            double logit = Double.parseDouble(fields[2]);
            assertThat(Double.parseDouble(fields[3])).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-7));
        }
    }

    @Test
    void scoreWritesTheSameIntoParquet() throws IOException, SQLException {
        Path csv = folder.resolve("same.csv");
        Path parquet = folder.resolve("same.parquet");
        score(log, csv).succeeded();
        score(log, parquet).succeeded();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT user, item, logit, probability FROM '" + parquet + "'")) {
            for (String line : Files.readAllLines(csv).subList(1, Views.rows().size() + 1)) {
                String[] fields = line.split(",", -1);
                assertThat(rows.next()).isTrue();
                assertThat(List.of(rows.getString(1), rows.getString(2))).containsExactly(fields[0], fields[1]);
                assertThat(rows.getFloat(3)).isEqualTo(Float.parseFloat(fields[2]));
                assertThat(rows.getDouble(4)).isEqualTo(Double.parseDouble(fields[3]));
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void scoreCountsUnknownIdsAndScoresThem() {
        Path strangers = Views.write(folder.resolve("pairs.csv"), List.of("viewer,clip", "nobody,clip/1", "zoé 1,clip/1"));
        Path out = folder.resolve("strangers.out.csv");
        assertThat(score(strangers, out).succeeded().out()).contains("2 pairs scored").contains("1 of them with an unknown user or item");
        assertThat(out).content().contains("nobody,clip/1,");
    }

    @Test
    void infoIsJsonOnRequest() {
        JsonNode info = JSON.readTree(Invocation.of("info", run.toString(), "--json").succeeded().out());
        assertThat(info.get("users").asInt()).isEqualTo(Views.VIEWERS);
        assertThat(info.get("items").asInt()).isEqualTo(Views.CLIPS);
        assertThat(info.get("config").get("dim").asString()).isEqualTo("8");
        assertThat(info.get("census").get("train").get("rows").asInt()).isEqualTo(info.get("history_rows").asInt());
        assertThat(info.get("metrics").isObject()).isTrue();
    }

    @Test
    void infoNamesAllThatDecidedTheBytesOfTheModelAndNothingElse() {
        JsonNode info = JSON.readTree(Invocation.of("info", run.toString(), "--json").succeeded().out());
        assertThat(info.propertyNames()).containsExactlyInAnyOrder("sha256", "users", "items", "history_rows", "tensors", "config", "census", "data", "java",
                "kernels", "metrics", "rule.negative", "rule.positive", "version", "weighting");
        assertThat(info.get("data").get("views.csv").asString()).matches("[0-9a-f]{64}");
        assertThat(info.get("version").asString()).isEqualTo(Main.Version.text()).isNotBlank();
        assertThat(info.get("java").asString()).isEqualTo(Integer.toString(Runtime.version().feature()));
        assertThat(info.get("kernels").asString()).isEqualTo(KernelProviders.choose().name());
        assertThat(info.get("config").get("seed").asString()).isEqualTo("1");
        assertThat(info.get("metrics").get("test").get("auc").isNumber()).isTrue();
        assertThat(info.toString()).doesNotContain(folder.toString()).doesNotContain("seconds").doesNotContain("threads").doesNotContain("finished");
    }

    @Test
    void clockHostThreadsAndDurationsStandInTheMetricsOfTheRun() {
        JsonNode metrics = JSON.readTree(run.resolve("metrics.json").toFile());
        assertThat(metrics.get("host").propertyNames()).contains("name", "os", "processors", "heap_bytes");
        assertThat(metrics.get("threads").asInt()).isPositive();
        assertThat(metrics.get("seconds").isObject()).isTrue();
        assertThat(metrics.get("finished").asString()).startsWith("20");
        assertThat(metrics.get("kernels").asString()).isNotEmpty();
    }

    @Test
    void verifyFindsTheFilesOfARunAsTheyWere() {
        assertThat(Invocation.of("info", run.toString(), "--verify").succeeded().out())
                .isEqualTo("model.safetensors: as recorded\nviews.csv: as recorded\n");
        Invocation.of("info", run.resolve("model.safetensors").toString(), "--verify", "--data", log.toString()).succeeded();
        assertThat(JSON.readTree(Invocation.of("info", run.toString(), "--verify", "--json").succeeded().out()).get("verified").asBoolean()).isTrue();
    }

    @Test
    void verifyNamesDataThatHasChanged() throws IOException {
        Path other = Files.createDirectory(folder.resolve("changed")).resolve("views.csv");
        Files.writeString(other, Files.readString(log) + "x,y,1,1,0\n");
        Invocation changed = Invocation.of("info", run.toString(), "--verify", "--data", other.toString());
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out()).contains("views.csv is not as it was when the model was trained");
    }

    @Test
    void verifyNamesDataThatIsGoneOrNeverWasThere() throws IOException {
        Path stranger = Views.write(folder.resolve("stranger.csv"), List.of("a,b", "1,2"));
        Invocation wrong = Invocation.of("info", run.toString(), "--verify", "--data", stranger.toString(), folder.resolve("none.csv").toString());
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).contains("stranger.csv is not a file that the model was trained on", "there is no file", "none.csv",
                "views.csv was trained on but is not among the files that were named");
    }

    @Test
    void verifyTellsTwoFilesOfOneNameApart() throws IOException {
        Path days = Views.twoOfOneName(folder.resolve("days"));
        Path both = folder.resolve("both");
        Invocation.of(Views.train(days.resolve("*/log.csv"), both)).succeeded();
        assertThat(Invocation.of("info", both.toString(), "--verify").succeeded().out())
                .isEqualTo("model.safetensors: as recorded\nmonday/log.csv: as recorded\ntuesday/log.csv: as recorded\n");

        Files.writeString(days.resolve("monday/log.csv"), "x,y,1,1,0\n", StandardOpenOption.APPEND);
        Invocation changed = Invocation.of("info", both.toString(), "--verify");
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out()).contains("monday/log.csv is not as it was when the model was trained", "tuesday/log.csv: as recorded");
    }

    @Test
    void verifyNamesAModelThatHasChanged() throws IOException {
        byte[] bytes = Files.readAllBytes(run.resolve("model.safetensors"));
        bytes[bytes.length - 1] ^= 1;
        Path copy = Files.write(folder.resolve("damaged.safetensors"), bytes);
        Invocation.of("info", copy.toString(), "--verify", "--data", log.toString()).failedWith("damaged.safetensors", "checksum");
    }

    @Test
    void infoReadsAModelFileAsWellAsARun() {
        assertThat(Invocation.of("info", run.resolve("model.safetensors").toString()).succeeded().out())
                .isEqualTo(Invocation.of("info", run.toString()).succeeded().out());
    }

    @Test
    void aModelThatIsNotThereOrIsNoneIsNamed() {
        Invocation.of("info", folder.resolve("nothing").toString()).failedWith("nothing");
        Invocation.of("info", log.toString()).failedWith("views.csv");
        Invocation.of("score", "--model", log.toString(), "--data", log.toString(), "--out", folder.resolve("x.csv").toString())
                .failedWith("views.csv");
    }

    @Test
    void aModelWithoutHistoryIsJudgedWithoutFloors() {
        Path bare = folder.resolve("bare");
        Invocation.of(Views.train(log, bare, "--no-history")).succeeded();
        Invocation judged = Invocation.of("evaluate", "--model", bare.toString(), "--data", log.toString(), "--user", "viewer", "--item", "clip",
                "--positive", "liked = 1", "--negative", "disliked = 1");
        assertThat(judged.code()).isZero();
        assertThat(judged.err()).contains("--no-history");
        assertThat(judged.out()).contains("model").doesNotContain("floor");
    }
}
