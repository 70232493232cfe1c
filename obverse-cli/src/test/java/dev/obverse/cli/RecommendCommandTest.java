package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verb {@code recommend}, and {@code evaluate --top}, on a model of two heads and on one of one head without history. */
@TestInstance(Lifecycle.PER_CLASS)
final class RecommendCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HEADER = "user,item,rank,logit,probability,exposure";

    private Path folder;
    private Path log;
    private Path run;
    private Path bare;

    @BeforeAll
    void train(@TempDir Path temporary) {
        folder = temporary;
        log = Views.csv(folder.resolve("views.csv"));
        run = folder.resolve("run");
        bare = folder.resolve("bare");
        Invocation.of(Views.train(log, run)).succeeded();
        Invocation.of(Views.train(log, bare, "--no-history", "--method", "bce")).succeeded();
    }

    private Invocation recommend(String... more) {
        List<String> words = new ArrayList<>(List.of("recommend", "--model", run.toString()));
        words.addAll(List.of(more));
        return Invocation.of(words);
    }

    private List<String[]> written(String name, String... more) throws IOException {
        Path out = folder.resolve(name);
        List<String> words = new ArrayList<>(List.of(more));
        words.addAll(List.of("--out", out.toString()));
        recommend(words.toArray(String[]::new)).succeeded();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.getFirst()).isEqualTo(HEADER);
        return lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
    }

    @Test
    void theListOfAUserIsTheHeadOfAllItemsByScore() throws IOException {
        List<String[]> rows = written("one.csv", "--user", Views.viewer(3), "--n", "5", "--weighting", "like");
        List<String[]> everything = written("everything.csv", "--user", Views.viewer(3), "--n", "1000", "--weighting", "like");
        assertThat(everything).hasSize(Views.CLIPS);
        assertThat(rows).hasSize(5);
        for (int place = 0; place < 5; place++) {
            assertThat(rows.get(place)).isEqualTo(everything.get(place));
            assertThat(rows.get(place)[0]).isEqualTo(Views.viewer(3));
            assertThat(rows.get(place)[2]).isEqualTo(Integer.toString(place + 1));
        }
        assertThat(everything).extracting(row -> row[1]).doesNotHaveDuplicates();
        double above = Double.POSITIVE_INFINITY;
        for (String[] row : everything) {
            double logit = Double.parseDouble(row[3]);
            assertThat(logit).isLessThanOrEqualTo(above + 1e-5);
            assertThat(Double.parseDouble(row[4])).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-7));
            above = logit;
        }
    }

    @Test
    void logitsAreThoseOfScore() throws IOException {
        List<String[]> rows = written("ranked.csv", "--user", Views.viewer(5), "--n", "7");
        List<String> pairs = new ArrayList<>(List.of("viewer,clip"));
        rows.forEach(row -> pairs.add(row[0] + "," + row[1]));
        Path out = folder.resolve("scored.csv");
        Invocation.of("score", "--model", run.toString(), "--data", Views.write(folder.resolve("ranked.pairs.csv"), pairs).toString(),
                "--user", "viewer", "--item", "clip", "--out", out.toString()).succeeded();
        List<String> scored = Files.readAllLines(out);
        for (int row = 0; row < rows.size(); row++) {
            assertThat(scored.get(row + 1).split(",", -1)).startsWith(rows.get(row)[0], rows.get(row)[1], rows.get(row)[3], rows.get(row)[4]);
        }
    }

    @Test
    void byExposureTheProductFalls() throws IOException {
        double above = 1;
        for (String[] row : written("exposure.csv", "--user", Views.viewer(3), "--n", "30", "--weighting", "exposure")) {
            double product = Double.parseDouble(row[4]) * Double.parseDouble(row[5]);
            assertThat(product).isLessThanOrEqualTo(above + 1e-6);
            above = product;
        }
    }

    @Test
    void seenItemsAreLeftOutOnRequestAndThreadsChangeNothing() throws IOException {
        Set<String> seen = new HashSet<>();
        Views.rows().forEach(view -> seen.add(Views.viewer(view.viewer()) + "," + Views.clip(view.clip())));
        List<String[]> all = written("all.csv", "--all", "--n", "30", "--exclude-seen", "--threads", "3");
        List<String[]> same = written("same.csv", "--all", "--n", "30", "--exclude-seen", "--threads", "1");
        assertThat(all.toArray(String[][]::new)).isDeepEqualTo(same.toArray(String[][]::new));
        assertThat(all).extracting(row -> row[0]).contains(Views.viewer(0), Views.viewer(Views.VIEWERS - 1));
        // Rows that were split off for validation and test are not seen by training.
        long leftOut = (long) Views.VIEWERS * Views.CLIPS - all.size();
        assertThat(leftOut).isEqualTo(JSON.readTree(Files.readString(run.resolve("census.json"))).get("train").get("rows").asLong());
        assertThat(seen).hasSizeGreaterThan((int) leftOut);
    }

    @Test
    void usersComeFromAFileToo() throws IOException {
        Path users = Files.writeString(folder.resolve("users.txt"), Views.viewer(2) + "\n\n" + Views.viewer(1) + "\r\n");
        assertThat(written("file.csv", "--users", users.toString(), "--n", "2")).extracting(row -> row[0])
                .containsExactly(Views.viewer(2), Views.viewer(2), Views.viewer(1), Views.viewer(1));
    }

    @Test
    void anUnknownUserGetsThePriorRankingAndIsToldSo() {
        Invocation asked = recommend("--user", "nobody", "--user", Views.viewer(1), "--user", "no one", "--n", "3", "--exclude-seen");
        assertThat(asked.code()).isZero();
        assertThat(asked.err().lines()).hasSize(1);
        assertThat(asked.err()).contains("2 of 3 users are not in the model (nobody, no one)").contains("prior ranking");
        List<String> lines = asked.out().lines().toList();
        assertThat(lines).hasSize(1 + 9);
        assertThat(lines.get(0)).contains("user", "item", "rank", "logit", "probability", "exposure");
        assertThat(lines.get(1).substring(20)).isEqualTo(lines.get(7).substring(20));
    }

    @Test
    void oneUnknownUserIsNamed() {
        Invocation asked = recommend("--user", "nobody", "--n", "3");
        assertThat(asked.code()).isZero();
        assertThat(asked.err().strip()).isEqualTo("nobody is not in the model and gets the ranking of unknown users");
    }

    @Test
    void nobodyIsAsked() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.csv"), "\n \n");
        Path out = folder.resolve("for-nobody.csv");
        recommend("--users", empty.toString(), "--out", out.toString()).failedWith("--users " + empty + " holds no id");
        assertThat(out).doesNotExist();
        recommend("--user", "").misusedWith("a --user is empty");
        recommend("--user", Views.viewer(1), "--user", " ").misusedWith("a --user is empty");
    }

    @Test
    void parquetAndJsonHoldTheSame() throws IOException, SQLException {
        List<String[]> rows = written("few.csv", "--user", Views.viewer(4), "--n", "4");
        for (String name : List.of("few.parquet", "few.json")) {
            Path out = folder.resolve(name);
            recommend("--user", Views.viewer(4), "--n", "4", "--out", out.toString()).succeeded();
            try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                    var statement = connection.createStatement();
                    var read = statement.executeQuery("SELECT \"user\", item, rank, exposure FROM '" + out + "'")) {
                for (String[] row : rows) {
                    assertThat(read.next()).isTrue();
                    assertThat(List.of(read.getString(1), read.getString(2), read.getString(3))).containsExactly(row[0], row[1], row[2]);
                    assertThat(read.getDouble(4)).isEqualTo(Double.parseDouble(row[5]));
                }
                assertThat(read.next()).isFalse();
            }
        }
    }

    @Test
    void aModelOfOneHeadHasNoExposureAndWithoutHistoryNothingSeen() {
        Invocation list = Invocation.of("recommend", "--model", bare.toString(), "--user", Views.viewer(1)).succeeded();
        assertThat(list.out()).doesNotContain("exposure");
        Invocation.of("recommend", "--model", bare.toString(), "--all", "--exclude-seen").failedWith("--no-history", "train it without");
        Invocation.of("recommend", "--model", bare.toString(), "--all", "--weighting", "exposure").failedWith("no exposure head");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --n 5                        | no user is named
            --all --user a               | more than one way
            --all --users views.csv      | more than one way
            --users no/such/file         | --users no/such/file is not a file
            --all --n 0                  | --n is 0
            --all --n many               | --n
            --all --threads 0            | --threads is 0
            --all --weighting likes      | --weighting is 'likes'
            --all --exclude-sen          | did you mean '--exclude-seen'?
            """)
    void wordsThatCannotBeMeant(String words, String sentence) {
        recommend(words.split(" ")).misusedWith(sentence);
    }

    @Test
    void anOutOfAnUnknownFormat() {
        recommend("--all", "--out", folder.resolve("lists.xlsx").toString()).failedWith("lists.xlsx", ".parquet");
    }

    @Test
    void trainRecordsTheWeightingThatValidationPrefers() throws IOException {
        JsonNode metrics = JSON.readTree(Files.readString(run.resolve("metrics.json"))).get("weighting");
        String preferred = metrics.get("default").asString();
        assertThat(preferred).isIn("like", "exposure");
        String other = preferred.equals("like") ? "exposure" : "like";
        assertThat(metrics.get(preferred).get("ndcg@10").asDouble()).isGreaterThanOrEqualTo(metrics.get(other).get("ndcg@10").asDouble());
        assertThat(JSON.readTree(Invocation.of("info", run.toString(), "--json").succeeded().out()).get("weighting").asString())
                .isEqualTo(preferred);
        assertThat(recommend("--all", "--out", folder.resolve("auto.csv").toString()).succeeded().out()).contains("ranked by " + preferred);
        assertThat(JSON.readTree(Files.readString(bare.resolve("metrics.json"))).get("weighting").get("default").asString()).isEqualTo("like");
    }

    private Invocation evaluate(Path model, String... more) {
        List<String> words = new ArrayList<>(List.of("evaluate", "--model", model.toString(), "--data", log.toString(), "--user", "viewer",
                "--item", "clip", "--positive", "liked = 1", "--negative", "disliked = 1"));
        words.addAll(List.of(more));
        return Invocation.of(words);
    }

    @Test
    void evaluateTopJudgesFullRankingsByBothWeightingsBesidePopularity() {
        JsonNode top = JSON.readTree(evaluate(run, "--top", "10", "--json").succeeded().out()).get("top");
        for (String name : List.of("like", "exposure", "popularity")) {
            for (String metric : List.of("recall@10", "ndcg@10", "coverage@10")) {
                assertThat(top.get(name).get(metric).asDouble()).as("%s %s", name, metric).isBetween(0.0, 1.0);
            }
        }
        assertThat(top.get("left_out_seen").asInt()).isPositive();
        assertThat(evaluate(run, "--top", "10", "--json", "--threads", "1").succeeded().out())
                .isEqualTo(evaluate(run, "--top", "10", "--json", "--threads", "3").succeeded().out());
        assertThat(evaluate(run, "--top", "3").succeeded().out())
                .contains("recall@3", "ndcg@3", "coverage@3", "by popularity in training", "model, by like", "model, by exposure", "(the default)");
    }

    @Test
    void evaluateTopNeedsTheHistory() {
        evaluate(bare, "--top", "10").failedWith("--no-history");
        evaluate(run, "--top", "0").misusedWith("--top is 0");
        evaluate(run, "--threads", "0").misusedWith("--threads is 0");
    }
}
