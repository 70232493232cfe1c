package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.data.Resources;
import dev.obverse.data.simulate.Options;
import dev.obverse.data.simulate.Simulator;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** {@code annotate} on a simulated feed, of which the truth of every row is known. */
@TestInstance(Lifecycle.PER_CLASS)
final class AnnotateCommandTest {
    private static final String COLUMNS = "user,item,logit,probability,positive_weight,negative_weight,positive_loss,negative_loss,"
            + "user_rate,user_labels,item_rate,item_labels,closest";
    private static final String UNLABELED = "is_like = 0 and is_dislike = 0";
    private static final String NEIGHBOUR = "v\\d+ \\((dis)?liked, -?[01]\\.\\d\\d\\)";

    private Path folder;
    private Path log;
    private Path run;
    private Path bare;
    private Path csv;
    private Invocation annotated;

    @BeforeAll
    void trainAndAnnotate(@TempDir Path temporary) {
        folder = temporary;
        log = folder.resolve("views.parquet");
        Simulator.write(new Options(400, 300, 20_000, 3, 0.15, 0.1), log, Resources.DEFAULT);
        run = train("run");
        bare = train("bare", "--no-history");
        csv = folder.resolve("notes.csv");
        annotated = annotate(run, log, csv, "--positive", "is_like = 1", "--negative", "is_dislike = 1", "--truth", "true_label = 1").succeeded();
    }

    private Path train(String name, String... more) {
        Path out = folder.resolve(name);
        List<String> words = new ArrayList<>(List.of("train", "--data", log.toString(), "--out", out.toString(), "--positive", "is_like = 1",
                "--negative", "is_dislike = 1", "--set", "epochs=10", "--set", "batch=128", "--set", "dim=8", "--set", "bias=prior",
                "--split", "time:0.8,0.1,0.1"));
        words.addAll(List.of(more));
        Invocation trained = Invocation.of(words);
        assertThat(trained.code()).as(trained.err()).isZero();
        return out;
    }

    private static Invocation annotate(Path model, Path data, Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("annotate", "--model", model.toString(), "--data", data.toString(), "--out", out.toString()));
        words.addAll(List.of(more));
        return Invocation.of(words);
    }

    /** What is done with the rows of a query. */
    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private static <T> T query(String sql, Reader<T> reader) {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static long number(String sql) {
        return query(sql, rows -> {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        });
    }

    private static String columns(Path file) {
        return query("SELECT string_agg(column_name, ',') FROM (DESCRIBE SELECT * FROM '" + file + "')", rows -> {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        });
    }

    private double printed(String name) {
        Matcher matcher = Pattern.compile(name + " (\\d\\.\\d{4})").matcher(annotated.out());
        assertThat(matcher.find()).as("%s in: %s", name, annotated.out()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void theUnlabeledRowsAreWrittenInTheOrderOfTheLog() {
        assertThat(columns(csv)).isEqualTo(COLUMNS);
        List<String> expected = query("SELECT user_id || ' ' || video_id FROM '" + log + "' WHERE " + UNLABELED, AnnotateCommandTest::texts);
        assertThat(query("SELECT \"user\" || ' ' || item FROM '" + csv + "'", AnnotateCommandTest::texts)).isEqualTo(expected);
        assertThat(annotated.out()).contains(String.format("%,d unlabeled of 20,000 rows", expected.size()));
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        List<String> all = new ArrayList<>();
        while (rows.next()) {
            all.add(rows.getString(1));
        }
        return all;
    }

    @Test
    void lossesAndWeightsFollowFromTheLogit() {
        query("SELECT logit, probability, positive_weight, negative_weight, positive_loss, negative_loss FROM '" + csv + "'", rows -> {
            while (rows.next()) {
                double z = rows.getDouble(1);
                double lp = Math.log1p(Math.exp(-z));
                double ln = Math.log1p(Math.exp(z));
                assertThat(rows.getDouble(2)).isCloseTo(1 / (1 + Math.exp(-z)), within(1e-6));
                assertThat(rows.getDouble(3) + rows.getDouble(4)).isCloseTo(1, within(1e-12));
                assertThat(rows.getDouble(3)).isCloseTo(ln * ln / (lp * lp + ln * ln), within(1e-6));
                assertThat(rows.getDouble(5)).isCloseTo(lp, within(1e-6));
                assertThat(rows.getDouble(6)).isCloseTo(ln, within(1e-6));
            }
            return 0;
        });
    }

    @Test
    void theReasonIsThereToBeChecked() {
        String reasoned = "SELECT count(*) FROM '" + csv + "' WHERE user_rate > 0 AND user_rate < 1 AND item_rate > 0 AND item_rate < 1";
        assertThat(number(reasoned)).isEqualTo(number("SELECT count(*) FROM '" + csv + "'"));
        List<String> closest = query("SELECT closest FROM '" + csv + "' WHERE user_labels >= 3 AND item_labels > 0", AnnotateCommandTest::texts);
        assertThat(closest).isNotEmpty().allSatisfy(text -> assertThat(text).matches(NEIGHBOUR + "(; " + NEIGHBOUR + "){2}"));
        String named = "SELECT count(*) FROM (SELECT \"user\" u, regexp_extract(closest, '^(v\\d+) \\((\\w+)', ['v', 'said']) c FROM '" + csv
                + "' WHERE closest IS NOT NULL) LEFT JOIN '" + log + "' ON user_id = u AND video_id = c.v"
                + " WHERE is_like IS DISTINCT FROM (c.said = 'liked')::INT OR is_dislike IS DISTINCT FROM (c.said = 'disliked')::INT";
        assertThat(number(named)).as("first neighbours that the log does not show with that label").isZero();
    }

    @Test
    void theAnnotationIsJudgedByTheTruth() {
        assertThat(printed("auc")).isGreaterThan(0.6);
        String right = "SELECT round(1e4 * avg(((probability > 0.5) = (true_label = 1))::INT)) FROM '" + csv
                + "' JOIN '" + log + "' ON \"user\" = user_id AND item = video_id";
        assertThat(printed("accuracy")).isCloseTo(number(right) / 1e4, within(1.1e-4));
        assertThat(printed("logloss")).isPositive();
        assertThat(printed("ece")).isBetween(0.0, 1.0);
    }

    @Test
    void parquetHoldsTheSame() {
        Path parquet = folder.resolve("notes.parquet");
        annotate(run, log, parquet, "--positive", "is_like = 1", "--negative", "is_dislike = 1").succeeded();
        assertThat(columns(parquet)).isEqualTo(COLUMNS);
        String rows = "SELECT * REPLACE (logit::FLOAT AS logit) FROM '";
        assertThat(number("SELECT count(*) FROM (" + rows + csv + "' EXCEPT ALL " + rows + parquet + "')")).isZero();
        assertThat(number("SELECT count(*) FROM '" + parquet + "'")).isEqualTo(number("SELECT count(*) FROM '" + csv + "'"));
    }

    @Test
    void whomTrainingNeverSawHasTheGlobalRateAndNothingClose() {
        Path strangers = Views.write(folder.resolve("strangers.csv"), List.of("user,item", "nobody,v1", "u1,nothing", "nobody,nothing"));
        Path out = folder.resolve("strangers.out.csv");
        assertThat(annotate(run, strangers, out).succeeded().out()).contains("3 unlabeled of 3 rows").contains("3 of them with an unknown");
        assertThat(number("SELECT count(*) FROM '" + out + "' WHERE closest IS NULL")).isEqualTo(3);
        assertThat(number("SELECT count(*) FROM '" + out + "' WHERE \"user\" = 'nobody' AND user_labels = 0 OR item = 'nothing' AND item_labels = 0"))
                .isEqualTo(3);
        assertThat(number("SELECT count(DISTINCT r) FROM (SELECT user_rate r FROM '" + out + "' WHERE \"user\" = 'nobody' UNION ALL SELECT item_rate FROM '"
                + out + "' WHERE item = 'nothing')")).isEqualTo(1);
    }

    @Test
    void aModelWithoutHistoryGivesNoReasonsAndSaysSo() {
        Path out = folder.resolve("bare.csv");
        Invocation done = annotate(bare, log, out, "--positive", "is_like = 1", "--negative", "is_dislike = 1");
        assertThat(done.code()).isZero();
        assertThat(done.err()).contains("no reasons", "--no-history");
        assertThat(done.err().lines()).hasSize(1);
        assertThat(columns(out)).isEqualTo(COLUMNS);
        assertThat(number("SELECT count(*) FROM '" + out + "' WHERE coalesce(user_rate::TEXT, user_labels::TEXT, item_rate::TEXT, item_labels::TEXT, "
                + "closest::TEXT) IS NOT NULL")).isZero();
    }

    @Test
    void withoutAnUnlabeledRowNothingIsAnnotated() {
        Path out = folder.resolve("none.csv");
        Invocation done = annotate(run, log, out, "--positive", "true_label = 1", "--negative", "true_label = 0", "--truth", "true_label = 1");
        assertThat(done.succeeded().out()).contains("0 unlabeled of 20,000 rows").contains("truth of 0").contains("auc -");
    }

    @Test
    void badOptionsAreNamed() {
        annotate(run, log, folder.resolve("notes.txt")).failedWith("notes.txt", ".parquet");
        annotate(run, log, folder.resolve("no folder/notes.csv")).failedWith("no folder");
        annotate(run, log, folder).failedWith(folder.getFileName().toString());
        annotate(run, log, folder.resolve("x.csv"), "--positive", "is_like = 1").misusedWith("--positive and --negative go together");
        annotate(run, log, folder.resolve("x.csv"), "--truth", " ").misusedWith("--truth is blank");
        annotate(run, log, folder.resolve("x.csv"), "--truth", "true_label =").failedWith("--truth \"true_label =\" does not parse");
        annotate(run, log, folder.resolve("x.csv"), "--truth", "no_column = 1").failedWith("no_column");
        assertThat(folder.resolve("x.csv")).doesNotExist();
    }
}
