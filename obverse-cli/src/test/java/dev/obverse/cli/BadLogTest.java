package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong with a log is said in one sentence, before a run directory is made; what is odd about one is a warning or a count. */
final class BadLogTest {
    @TempDir private Path folder;

    private Path out() {
        return folder.resolve("run");
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Path lines(String... lines) {
        return Views.write(file("views.csv"), List.of(lines));
    }

    private Invocation train(Path log, String... more) {
        return Invocation.of(Views.train(log, out(), more));
    }

    /** Trains with other predicates than those of {@link Views}. */
    private Invocation label(Path log, String positive, String negative) {
        return Invocation.of("train", "--data", log.toString(), "--out", out().toString(), "--user", "viewer", "--item", "clip", "--positive",
                positive, "--negative", negative, "--set", "epochs=1");
    }

    private void refused(Invocation training, String... words) {
        training.failedWith(words);
        assertThat(out()).as("the run directory").doesNotExist();
    }

    @Test
    void aMissingFile() {
        Views.csv(file("views.csv"));
        refused(train(file("veiws.csv")), "there is no file", "veiws.csv");
        refused(train(file("*.parquet")), "no file matches", "*.parquet");
    }

    @Test
    void anEmptyFile() {
        refused(train(Views.write(file("nothing.csv"), List.of())), "nothing.csv is empty");
        refused(train(lines("viewer,clip,liked,disliked")), "views.csv", "no rows, only a header");
    }

    @Test
    void aDirectory() {
        refused(train(folder), "is a directory", "/*.csv");
    }

    @Test
    void aColumnThatIsNotThere() {
        Path log = Views.csv(file("views.csv"));
        refused(train(log, "--time", "at"), "--time names column 'at'", "views.csv", "'viewer', 'clip', 'watch_ms', 'liked', 'disliked'");
        refused(label(log, "rating > 2", "liked = 0"), "'rating'", "views.csv", "'liked'");
        refused(Invocation.of("train", "--data", log.toString(), "--out", out().toString(), "--positive", "liked = 1", "--negative",
                "disliked = 1"), "--user", "'viewer'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            liked =                                        | does not parse
            liked = 1; DROP TABLE views                    | --positive
            1; COPY (SELECT 1) TO '/tmp/obverse-stolen'    | --positive
            COPY (SELECT 1) TO '/tmp/obverse-stolen'       | --positive
            liked = (SELECT max(liked) FROM views)         | subquery
            EXISTS (FROM read_csv('/etc/passwd'))          | subquery
            read_csv('/etc/passwd') = 1                    | read_csv
            read_text('/etc/passwd') = 'root'              | read_text
            getenv('HOME') = '/root'                       | getenv
            random() < 0.5                                 | random
            sum(liked) > 1                                 | sum
            row_number() OVER () > 5                       | window
            liked                                          | not true or false
            liked = 7                                      | liked = 7
            """)
    void aPredicateThatIsMoreOrLessThanAQuestionToItsRow(String positive, String word) {
        refused(label(Views.csv(file("views.csv")), positive, "disliked = 1"), word);
        assertThat(Path.of("/tmp/obverse-stolen")).doesNotExist();
    }

    @Test
    void predicatesThatOverlap() {
        refused(label(Views.csv(file("views.csv")), "watch_ms > 100", "disliked = 1"), "both match", "views.csv, row ", "a row may match one of them");
    }

    @Test
    void oneClassOnly() {
        refused(label(Views.csv(file("views.csv")), "liked = 1", "disliked = 2"), "disliked = 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {",c", "'   ',c", "a,", "a,' '"})
    void aBlankId(String ids) {
        Path log = lines("viewer,clip,liked,disliked", "a,b,1,0", ids.replace("'", "\"") + ",0,1");
        refused(train(log), "views.csv, row 2", "blank or null");
    }

    @Test
    void notANumberAtAll() {
        Path log = lines("viewer,clip,rating", "a,b,5", "a,c,NaN", "b,b,1");
        refused(label(log, "rating > 2", "rating <= 2"), "views.csv, row 2: column rating", "NaN");
    }

    @Test
    void aRatingThatIsNoNumber() {
        Path log = lines("viewer,clip,rating", "a,b,5", "a,c,good", "b,b,1");
        refused(label(log, "rating > 2", "rating <= 2"), "views.csv, row 2: column rating", "'good'", "number");
    }

    @Test
    void conflictingLabels() {
        Path log = lines("viewer,clip,liked,disliked", "a,b,1,0", "a,b,0,1", "a,c,1,0");
        refused(train(log), "1 pair has both labels", "--on-conflict");
    }

    @Test
    void aFileThatIsCutShort() throws IOException {
        Path zipped = Views.gzip(file("views.csv.gz"), Views.lines(","));
        refused(train(cut(zipped)), "views.csv.gz is not a whole gzip file");
        refused(train(cut(Views.parquet(file("views.parquet")))), "views.parquet is not a whole Parquet file");
    }

    private static Path cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    }

    @Test
    void aDelimiterThatDoesNotFit() {
        refused(train(Views.csv(file("views.csv")), "--delimiter", ";"), "only one column", "views.csv", "--delimiter");
    }

    @Test
    void rowsOfAnotherWidth() {
        refused(train(lines("viewer,clip,liked,disliked", "a,b,1,0", "a,c,1")), "views.csv, line 3", "3 columns where 4 are expected");
    }

    @Test
    void pairsSharedByTrainingAndTest() {
        Path log = Views.csv(file("views.csv"));
        Path test = Views.write(file("test.csv"), Views.lines(",").subList(0, 200));
        refused(train(log, "--test", test.toString(), "--split", "random:0.9,0.1,0"), "--allow-overlap");
        train(log, "--test", test.toString(), "--split", "random:0.9,0.1,0", "--allow-overlap").succeeded();
    }

    @Test
    void whoIsOnlyInTheTestIsCounted() {
        List<String> lines = Views.lines(",");
        List<String> test = new ArrayList<>(lines.subList(0, 1));
        test.addAll(List.of("stranger,clip/1,900,1,0", "stranger,clip/2,900,0,1", "zoé 1,new clip,900,1,0", "zoé 2,new clip,900,0,1"));
        train(Views.write(file("views.csv"), lines), "--test", Views.write(file("test.csv"), test).toString(), "--split", "random:0.9,0.1,0")
                .succeeded();
        JsonNode census = JsonMapper.builder().build().readTree(out().resolve("census.json").toFile()).get("test");
        assertThat(census.get("unknown_users").asInt()).isEqualTo(1);
        assertThat(census.get("unknown_user_rows").asInt()).isEqualTo(2);
        assertThat(census.get("unknown_items").asInt()).isEqualTo(1);
        assertThat(census.get("unknown_item_rows").asInt()).isEqualTo(2);
    }

    @Test
    void aRandomSplitOfALogWithTimeIsWarnedOf() {
        List<String> lines = Views.lines(",");
        lines.replaceAll(line -> line.replace("watch_ms", "timestamp"));
        Path log = Views.write(file("views.csv"), lines);
        assertThat(train(log).succeeded().out()).contains("warning: ").contains("time:0.8,0.1,0.1");
        assertThat(Invocation.of(Views.train(log, file("by time"), "--split", "time:0.8,0.1,0.1")).succeeded().out())
                .doesNotContain("split at random");
    }
}
