package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --from}: a model goes on with a log that has users and items that it does not know. */
@TestInstance(Lifecycle.PER_CLASS)
final class FromModelTest {
    private Path folder;
    private Path more;
    private Path start;
    private Path run;

    @BeforeAll
    void train(@TempDir Path temporary) {
        folder = temporary;
        Path log = Views.write(folder.resolve("first.csv"), lines(30, 24, true));
        more = Views.write(folder.resolve("more.csv"), lines(30, 24, false));
        start = folder.resolve("start");
        run = folder.resolve("run");
        Invocation.of(Views.train(log, start, "--set", "bias=prior")).succeeded();
        Invocation.of(from(run)).succeeded();
    }

    /** The views of the first viewers and clips, or all others. */
    private static List<String> lines(int viewers, int clips, boolean first) {
        List<String> all = Views.lines(",");
        List<String> kept = new ArrayList<>(all.subList(0, 1));
        for (int row = 0; row < Views.rows().size(); row++) {
            Views.View view = Views.rows().get(row);
            if ((view.viewer() < viewers && view.clip() < clips) == first) {
                kept.add(all.get(row + 1));
            }
        }
        return kept;
    }

    private List<String> from(Path out, String... words) {
        List<String> all = new ArrayList<>(List.of("train", "--from", start.toString(), "--data", more.toString(), "--user", "viewer", "--item", "clip",
                "--out", out.toString()));
        all.addAll(List.of(words));
        return all;
    }

    private static Recommender read(Path run) {
        return ModelFile.read(ModelPath.of(run), new ScalarKernels());
    }

    @Test
    void knownIdsKeepTheirPlacesAndNewOnesComeBehind() {
        Recommender old = read(start);
        Recommender grown = read(run);
        assertThat(grown.users().size()).isEqualTo(Views.VIEWERS).isGreaterThan(old.users().size());
        assertThat(grown.items().size()).isEqualTo(Views.CLIPS).isGreaterThan(old.items().size());
        for (int user = 0; user < old.users().size(); user++) {
            assertThat(grown.users().id(user)).isEqualTo(old.users().id(user));
        }
        for (int item = 0; item < old.items().size(); item++) {
            assertThat(grown.items().id(item)).isEqualTo(old.items().id(item));
        }
    }

    @Test
    void itsHistoryIsOfBothLogs() {
        Recommender old = read(start);
        Recommender grown = read(run);
        Set<String> pairs = pairs(grown);
        assertThat(pairs).containsAll(pairs(old)).hasSize(grown.history().items().length).hasSizeGreaterThan(old.history().items().length);
    }

    private static Set<String> pairs(Recommender recommender) {
        var rows = recommender.history().interactions();
        Set<String> pairs = new HashSet<>();
        for (int row = 0; row < rows.size(); row++) {
            pairs.add(recommender.users().id(rows.user(row)) + " " + recommender.items().id(rows.item(row)) + " " + rows.label(row));
        }
        return pairs;
    }

    @Test
    void itSaysWhereItComesFrom() {
        Recommender grown = read(run);
        assertThat(grown.provenance()).containsEntry("from", ModelFile.sha256(start.resolve("model.safetensors")))
                .containsEntry("rule.positive", "liked = 1").containsEntry("rule.negative", "disliked = 1");
        assertThat(grown.config()).isEqualTo(read(start).config());
    }

    @Test
    void itSaysWhatGoesOnAndWhatIsNew() {
        Invocation again = Invocation.of(from(folder.resolve("said"))).succeeded();
        assertThat(again.out()).contains("30 users and 24 items that it knows, 10 and 6 new ones; the optimizer starts anew")
                .contains("0 are replaced by new rows of the same pair");
    }

    @Test
    void theSameRunGivesTheSameBytesAndSoDoesItsConfig() throws IOException {
        Path other = folder.resolve("other");
        Invocation.of(from(other, "--threads", "1")).succeeded();
        Path repeated = folder.resolve("repeated");
        Invocation.of("train", "--config", run.resolve("config.yaml").toString(), "--out", repeated.toString()).succeeded();
        for (Path model : List.of(other, repeated)) {
            assertThat(Files.mismatch(ModelPath.of(model), ModelPath.of(run))).as("first byte that differs").isEqualTo(-1);
        }
    }

    @Test
    void aRunThatWasKilledGoesOnFromItsCheckpointToTheSameBytes() throws IOException {
        Path killed = folder.resolve("killed");
        Invocation.of(from(killed, "--checkpoint-every", "1steps")).succeeded();
        byte[] model = Files.readAllBytes(ModelPath.of(killed));
        // As a kill while the model was being written leaves it.
        Files.delete(ModelPath.of(killed));
        Files.delete(killed.resolve("metrics.json"));
        Invocation again = Invocation.of(from(killed, "--checkpoint-every", "1steps")).succeeded();
        assertThat(again.out()).contains("going on from the checkpoint after step");
        assertThat(Files.readAllBytes(ModelPath.of(killed))).isEqualTo(model);
    }

    @Test
    void aRunIsNotTakenUpFromAnotherStartModel() throws IOException {
        Path other = Files.createDirectories(folder.resolve("changed"));
        String config = Files.readString(run.resolve("config.yaml"));
        Files.writeString(other.resolve("config.yaml"), config.replaceFirst("sha256: \"?[0-9a-f]{64}", "sha256: \"" + "0".repeat(64)));
        Invocation.of(from(other)).failedWith("not an unfinished run of this config");
        Invocation.of("train", "--config", other.resolve("config.yaml").toString(), "--out", folder.resolve("never").toString())
                .failedWith("no longer the one that the config goes on from");
    }

    @Test
    void settingsThatKeepTheShapeMayChange() {
        Path other = folder.resolve("settings");
        Invocation.of(from(other, "--method", "ig", "--set", "pool=exposed", "--set", "epochs=2", "--set", "learning-rate=0.002")).succeeded();
        assertThat(read(other).config().toMap()).containsEntry("method", "ig").containsEntry("epochs", "2").containsEntry("dim", "8");
    }

    @ParameterizedTest
    @CsvSource({
        "--backbone, mlp, trained with backbone=gmf and cannot go on with backbone=mlp",
        "--set, dim=16, trained with dim=8 and cannot go on with dim=16",
        "--set, exposure-epochs=0, another architecture",
        "--positive, watch_ms > 900, trained with --positive \"liked = 1\" and cannot go on with \"watch_ms > 900\"",
        "--negative, watch_ms < 900, another label rule"
    })
    void anotherArchitectureOrLabelRuleIsRefused(String option, String value, String sentence) {
        Invocation.of(from(folder.resolve("refused"), option, value)).misusedWith(sentence);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    /** The same opinions, written otherwise. */
    @Test
    void anotherLabelRuleMayBeAllowed() {
        Path other = folder.resolve("other rule");
        List<String> words = from(other, "--positive", "disliked = 0 and liked = 1", "--negative", "disliked = 1 and liked = 0");
        Invocation.of(words).misusedWith("another label rule", "--allow-other-rule");
        words.add("--allow-other-rule");
        Invocation.of(words).succeeded();
        assertThat(read(other).provenance()).containsEntry("rule.positive", "disliked = 0 and liked = 1");
        assertThat(read(other).history().labels()).isEqualTo(read(run).history().labels());
        Path repeated = folder.resolve("other rule again");
        Invocation.of("train", "--config", other.resolve("config.yaml").toString(), "--out", repeated.toString()).succeeded();
        assertThat(ModelFile.sha256(ModelPath.of(repeated))).isEqualTo(ModelFile.sha256(ModelPath.of(other)));
    }

    /** As those are that a build before 0.1 wrote. */
    @Test
    void aModelThatDoesNotSayItsRuleIsRefused() {
        Recommender model = read(start);
        Map<String, String> silent = new HashMap<>(model.provenance());
        silent.keySet().removeAll(List.of("rule.positive", "rule.negative"));
        Path old = folder.resolve("old.safetensors");
        ModelFile.write(old, new Recommender(model.model(), model.config(), model.users(), model.items(), model.history(), silent));
        List<String> words = from(folder.resolve("refused"), "--positive", "liked = 1", "--negative", "disliked = 1");
        words.set(words.indexOf(start.toString()), old.toString());
        Invocation.of(words).misusedWith("does not record what made its rows POSITIVE and NEGATIVE", "--allow-other-rule");
        assertThat(folder.resolve("refused")).doesNotExist();
        words.set(words.indexOf(folder.resolve("refused").toString()), folder.resolve("allowed").toString());
        words.add("--allow-other-rule");
        Invocation.of(words).succeeded();
    }

    @Test
    void newRowsInParquetMeanTheSame() throws SQLException {
        Path parquet = folder.resolve("more.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM read_csv('" + more + "')) TO '" + parquet + "'");
        }
        Path other = folder.resolve("of parquet");
        List<String> words = from(other);
        words.set(words.indexOf(more.toString()), parquet.toString());
        Invocation.of(words).succeeded();
        assertThat(read(other).model().parameters().snapshot()).usingRecursiveComparison().isEqualTo(read(run).model().parameters().snapshot());
        assertThat(read(other).provenance().get("data")).contains("more.parquet");
    }

    @Test
    void anotherLabelRuleIsNothingToAllowWithoutAModel() {
        Invocation.of(Views.train(more, folder.resolve("refused"), "--allow-other-rule")).misusedWith("--from");
    }

    @Test
    void rowsThatTheModelWasTrainedOnDoNotJudgeIt() {
        List<String> words = from(folder.resolve("overlap"));
        words.set(words.indexOf(more.toString()), folder.resolve("first.csv").toString());
        // Split anew, so that rows of the first training become test rows.
        words.addAll(List.of("--data-seed", "2"));
        Invocation.of(words).failedWith("was trained on labels of", "--allow-overlap");
        words.add("--allow-overlap");
        Invocation again = Invocation.of(words).succeeded();
        assertThat(again.out()).contains("0 and 0 new ones");
    }

    @Test
    void aFileThatIsNoModelIsRefused() {
        List<String> words = from(folder.resolve("nothing"));
        words.set(words.indexOf(start.toString()), more.toString());
        Invocation.of(words).failedWith("more.csv");
    }
}
