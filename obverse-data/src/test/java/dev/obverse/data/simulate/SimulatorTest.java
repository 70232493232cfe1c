package dev.obverse.data.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.InvalidInputException;
import dev.obverse.data.LabelRule;
import dev.obverse.data.LabelledLog;
import dev.obverse.data.LogReader;
import dev.obverse.data.LogRequest;
import dev.obverse.data.LogSource;
import dev.obverse.data.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulated log is believable, repeatable, and its truth can be learnt. */
final class SimulatorTest {
    private static final Options OPTIONS = Options.of(3000, 2000, 200_000, 1);

    @TempDir
    static Path folder;

    @BeforeAll
    static void simulate() {
        Simulator.write(OPTIONS, folder.resolve("log.csv"), Resources.DEFAULT);
    }

    private static double number(String query) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:"); var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + query.replace("$log", "'" + folder.resolve("log.csv") + "'"))) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    /** Area under the ROC curve of a score for the truth, ties counted half. */
    private static double auc(String score) throws SQLException {
        return number("(sum(r) FILTER (y = 1) - count(*) FILTER (y = 1) * (count(*) FILTER (y = 1) + 1) / 2)"
                + " / (count(*) FILTER (y = 1) * count(*) FILTER (y = 0)) FROM (SELECT true_label AS y, rank() OVER w + (count(*) OVER (PARTITION BY "
                + score + ") - 1) / 2 AS r FROM $log WINDOW w AS (ORDER BY " + score + "))");
    }

    @Test
    void likesAreRareAndDislikesRarer() throws SQLException {
        assertThat(number("count(*) FROM $log")).isEqualTo(200_000);
        assertThat(number("avg(is_like) FROM $log")).isCloseTo(0.02, within(0.003));
        assertThat(number("avg(is_dislike) FROM $log")).isCloseTo(0.005, within(0.001));
        assertThat(number("count(*) FROM $log WHERE is_like = 1 AND is_dislike = 1")).isZero();
    }

    @Test
    void buttonsMostlySayTheTruthAndTalkativeUsersPressThemMore() throws SQLException {
        assertThat(number("avg(true_label) FROM $log WHERE is_like = 1")).isBetween(0.85, 0.97);
        assertThat(number("avg(true_label) FROM $log WHERE is_dislike = 1")).isBetween(0.03, 0.15);
        assertThat(number("quantile_cont(c, 0.9) / greatest(median(c), 1) FROM (SELECT sum(is_like + is_dislike) AS c FROM $log GROUP BY user_id)"))
                .isGreaterThan(3);
    }

    @Test
    void truthIsDrawnFromPreferenceAndPreferenceRanksItWell() throws SQLException {
        assertThat(number("max(abs(avg_p - avg_y)) FROM (SELECT avg(true_preference) AS avg_p, avg(true_label) AS avg_y FROM $log "
                + "GROUP BY floor(true_preference * 10) HAVING count(*) > 1000)")).isLessThan(0.03);
        assertThat(auc("true_preference")).isBetween(0.77, 0.85);
    }

    @Test
    void watchTimeTellsOfTheTruthButNotAllOfIt() throws SQLException {
        assertThat(auc("play_time_ms / duration_ms")).isBetween(0.65, 0.85);
        assertThat(number("min(play_time_ms) FROM $log")).isNotNegative();
        assertThat(number("median(play_time_ms / duration_ms) FROM $log")).isBetween(0.4, 1.0);
    }

    @Test
    void popularityHasAHeavyHead() throws SQLException {
        assertThat(number("sum(n) FILTER (k <= 200) / sum(n) FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS k FROM $log "
                + "GROUP BY video_id)")).isBetween(0.4, 0.75);
    }

    @Test
    void whatIsShownFollowsTasteBeyondPopularity() throws SQLException {
        // The taste of a pair beyond what its user and its video explain is higher among views than among pairs that are not views.
        World world = new World(OPTIONS);
        double anyPair = 0;
        int pairs = 0;
        for (int user = 0; user < 300; user++) {
            for (int video = 0; video < 300; video++, pairs++) {
                anyPair += interest(world, user, video);
            }
        }
        double shown = number("avg(ln(true_preference / (1 - true_preference))) FROM $log")
                - baseline(world, folder.resolve("log.csv"));
        assertThat(shown - anyPair / pairs).isGreaterThan(0.3);
    }

    private static double interest(World world, int user, int video) {
        return world.logit(user, video) - world.qualities[video] - world.generosities[user];
    }

    /** Returns the mean over views of video quality plus user generosity. */
    private static double baseline(World world, Path log) {
        try (var lines = Files.lines(log)) {
            return lines.skip(1).mapToDouble(line -> {
                String[] fields = line.split(",", 3);
                return world.generosities[Integer.parseInt(fields[0].substring(1)) - 1]
                        + world.qualities[Integer.parseInt(fields[1].substring(1)) - 1];
            }).average().orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void timeRisesAndNobodyIsShownAVideoTwice() throws SQLException {
        assertThat(number("count(*) FROM (SELECT time - lag(time) OVER () AS gap FROM $log) WHERE gap < 0")).isZero();
        assertThat(number("count(*) FROM (SELECT 1 FROM $log GROUP BY user_id, video_id HAVING count(*) > 1)")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void theSameOptionsGiveTheSameBytesOnAnyNumberOfThreads(String ending) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int threads : new int[] {1, 2, 3}) {
            Path file = folder.resolve("again-" + threads + "." + ending);
            Simulator.write(Options.of(3000, 2000, 150_000, 9), file, Resources.DEFAULT.withThreads(threads));
            files.add(Files.readAllBytes(file));
        }
        assertThat(files.get(1)).isEqualTo(files.get(0));
        assertThat(files.get(2)).isEqualTo(files.get(0));
        Path other = folder.resolve("other." + ending);
        Simulator.write(Options.of(3000, 2000, 150_000, 10), other, Resources.DEFAULT);
        assertThat(Files.readAllBytes(other)).isNotEqualTo(files.get(0));
    }

    @Test
    void theLogIsReadWithoutAnyOption() {
        LabelledLog log = new LogReader().read(LogRequest.of(LogSource.of(folder.resolve("log.csv").toString()),
                new LabelRule("is_like = 1", "is_dislike = 1")));
        assertThat(log.census().train().labelShare()).isBetween(0.02, 0.03);
    }

    @Test
    void sizesThatMakeNoLogAreRefused() {
        assertThatThrownBy(() -> Options.of(10, 20, 1000, 1)).isInstanceOf(InvalidInputException.class)
                .hasMessage("1000 views are too many for 10 users and 20 videos: nobody is shown a video twice, and at most a quarter of all "
                        + "pairs may be views");
        assertThatThrownBy(() -> Options.of(0, 20, 1, 1)).isInstanceOf(InvalidInputException.class);
    }
}
