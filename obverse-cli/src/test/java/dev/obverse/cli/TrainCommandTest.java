package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.model.HeldFile;
import dev.obverse.core.model.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code train} leaves behind, and that the same run leaves the same model. */
@TestInstance(Lifecycle.PER_CLASS)
final class TrainCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Path folder;
    private Path log;
    private Path run;
    private Invocation training;

    @BeforeAll
    void train(@TempDir Path temporary) {
        folder = temporary;
        log = Views.csv(folder.resolve("views.csv"));
        run = folder.resolve("run");
        training = Invocation.of(ig(run)).succeeded();
    }

    private List<String> ig(Path out, String... more) {
        List<String> words = Views.train(log, out, "--method", "ig", "--set", "pool=exposed", "--set", "training-train=0.5");
        words.addAll(List.of(more));
        return words;
    }

    @Test
    void theRunDirectoryHoldsTheRun() throws IOException {
        try (var files = Files.list(run)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("config.yaml", "census.json", "history.jsonl", "metrics.json", "model.safetensors", "checkpoints");
        }
    }

    @Test
    void theCensusCountsEveryRow() throws IOException {
        JsonNode census = json("census.json");
        long rows = 0;
        long positive = 0;
        for (String part : List.of("train", "valid", "test")) {
            rows += census.get(part).get("rows").asLong();
            positive += census.get(part).get("positive").asLong();
        }
        assertThat(rows).isEqualTo(Views.rows().size());
        assertThat(positive).isEqualTo(Views.rows().stream().filter(view -> view.liked() == 1).count());
    }

    @Test
    void theHistoryHasALineForEachEpoch() throws IOException {
        List<JsonNode> epochs = Files.readAllLines(run.resolve("history.jsonl")).stream().map(JSON::readTree).toList();
        assertThat(epochs).hasSize(3).allSatisfy(epoch -> {
            assertThat(epoch.propertyNames())
                    .contains("losses", "valid", "choices", "positive_weight_mean", "positive_weight_deciles", "seconds");
            assertThat(epoch.get("choices").propertyNames()).contains("direct", "inverse", "stay");
            assertThat(epoch.get("valid").get("auc").asDouble()).isBetween(0.0, 1.0);
            assertThat(epoch.get("positive_weight_mean").asDouble()).isBetween(0.0, 1.0);
        });
        long choices = 0;
        for (JsonNode choice : epochs.getFirst().get("choices")) {
            choices += choice.asLong();
        }
        assertThat(choices).as("trial steps of the first epoch").isPositive();
    }

    @Test
    void theMetricsStandBesideTheFloors() throws IOException {
        JsonNode metrics = json("metrics.json");
        for (JsonNode judged : List.of(metrics.get("valid"), metrics.get("test"))) {
            assertThat(judged.propertyNames()).contains("auc", "gauc", "ndcg@10", "mrr", "logloss", "ece");
        }
        assertThat(metrics.get("floors").propertyNames()).containsExactlyInAnyOrder("random", "item_mean", "two_mean");
        assertThat(metrics.get("intervals").has("auc")).isTrue();
        assertThat(metrics.get("seconds").has("train")).isTrue();
    }

    @Test
    void theLastLineIsTheVerdict() {
        assertThat(training.lastLine()).matches("test auc \\S+ (beats|ties with|loses to) the floor \\w+ by [+-][\\d.]+ \\[\\S+, \\S+]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theModelDoesNotDependOnThreads(int threads) throws IOException {
        Path other = folder.resolve("threads-" + threads);
        Invocation.of(ig(other, "--threads", String.valueOf(threads))).succeeded();
        assertSameModel(other);
    }

    @Test
    void theConfigOfARunRepeatsIt() throws IOException {
        Path other = folder.resolve("repeated");
        Invocation.of("train", "--config", run.resolve("config.yaml").toString(), "--out", other.toString()).succeeded();
        assertSameModel(other);
        assertThat(other.resolve("config.yaml")).hasSameTextualContentAs(run.resolve("config.yaml"));
    }

    @Test
    void theFolderOfARunStandsForItsConfig() throws IOException {
        Path other = folder.resolve("repeated-by-folder");
        Invocation.of("train", "--config", run.toString(), "--out", other.toString()).succeeded();
        assertSameModel(other);
    }

    @Test
    void oneFileOfAConfigIsAListOfOne() throws IOException {
        String config = Files.readString(run.resolve("config.yaml"));
        String one = config.replaceFirst("files:\\s+- ", "files: ");
        assertThat(one).isNotEqualTo(config);
        Path other = folder.resolve("one-file");
        Invocation.of("train", "--config", Files.writeString(folder.resolve("one-file.yaml"), one).toString(), "--out", other.toString()).succeeded();
        assertThat(other.resolve("config.yaml")).hasContent(config);
    }

    @Test
    void theConfigOfARunWithoutHistoryRepeatsItWithoutHistory() throws IOException {
        Path bare = folder.resolve("bare");
        Path other = folder.resolve("bare-repeated");
        Invocation.of(ig(bare, "--no-history")).succeeded();
        Invocation.of("train", "--config", bare.resolve("config.yaml").toString(), "--out", other.toString()).succeeded();
        assertThat(Files.mismatch(model(other), model(bare))).as("first byte that differs").isEqualTo(-1);
        assertThat(Files.size(model(bare))).isLessThan(Files.size(model(run)));
        // Left unfinished, it is not gone on with as a run that keeps the rows.
        Files.delete(other.resolve("metrics.json"));
        Invocation.of(ig(other)).failedWith("not an unfinished run of this config");
    }

    @Test
    void anotherSeedGivesAnotherModel() throws IOException {
        Path other = folder.resolve("seed-2");
        Invocation.of(ig(other, "--seed", "2")).succeeded();
        assertThat(Files.mismatch(model(other), model(run))).isNotEqualTo(-1);
    }

    /** As when a connection broke, the run went on, and the command was given again. */
    @Test
    void twoRunsDoNotShareAFolder() throws IOException {
        Path alone = folder.resolve("not-shared");
        Invocation.of(Views.train(log, alone)).succeeded();
        Path out = folder.resolve("shared");
        List<String> words = Views.train(log, out);
        leaveUnfinished(words, out);
        byte[] history = Files.readAllBytes(out.resolve("history.jsonl"));
        HeldFile other = Objects.requireNonNull(HeldFile.take(out.resolve("checkpoints/.lock")));
        try {
            Invocation.of(words).failedWith("another process is training into " + out + "; wait for it, or name another folder");
        } finally {
            other.close();
        }
        assertThat(out.resolve("history.jsonl")).hasBinaryContent(history);
        Invocation.of(words).succeeded();
        assertThat(Files.mismatch(out.resolve("model.safetensors"), alone.resolve("model.safetensors"))).isEqualTo(-1);
    }

    @Test
    void theDemoWritesOverNothingButADemo() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(mine.resolve("views.csv"), "mine");
        Invocation.of("demo", "--out", mine.toString()).failedWith(mine.resolve("views.csv") + " is there already", "name another one with --out");
        assertThat(mine.resolve("views.csv")).hasContent("mine");
        Path theirs = Files.createDirectories(folder.resolve("theirs"));
        Path kept = Files.copy(run.resolve("model.safetensors"), Files.createDirectories(theirs.resolve("run")).resolve("model.safetensors"));
        Invocation.of("demo", "--out", theirs.toString()).failedWith(theirs.resolve("run") + " is there already");
        assertThat(Files.mismatch(kept, run.resolve("model.safetensors"))).isEqualTo(-1);
        assertThat(theirs.resolve("views.csv")).doesNotExist();
    }

    @Test
    void aRunThatWasRefusedBeforeItTrainedLeavesTheFolderToTheCommandThatItAdvised() throws IOException {
        Path all = Views.write(folder.resolve("all.csv"), List.of("viewer,clip,liked,disliked", "ann,kite,1,0", "ann,boat,0,1"));
        Path out = folder.resolve("refused");
        Invocation.of(Views.train(all, out, "--split", "random:1,0,0")).failedWith("and exposure-epochs=0");
        assertThat(out.resolve("config.yaml")).exists();

        HeldFile other = Objects.requireNonNull(HeldFile.take(out.resolve("checkpoints/.lock")));
        byte[] config = Files.readAllBytes(out.resolve("config.yaml"));
        try {
            Invocation.of(Views.train(log, out)).failedWith("another process is training into " + out);
        } finally {
            other.close();
        }
        assertThat(out.resolve("config.yaml")).hasBinaryContent(config);
        Path mine = Files.writeString(out.resolve("notes.txt"), "mine");
        Invocation.of(Views.train(log, out)).failedWith("is not empty and not an unfinished run of this config");
        Files.delete(mine);

        Invocation.of(Views.train(log, out)).succeeded();
        assertThat(out.resolve("config.yaml")).content().contains(log.toString());
    }

    @Test
    void aConfigThatSomebodyWroteIsNotReplaced() throws IOException {
        Path out = Files.createDirectory(folder.resolve("written"));
        Path config = Files.writeString(out.resolve("config.yaml"), "settings: {epochs: 3}");
        Invocation.of(Views.train(log, out, "--config", config.toString())).failedWith("is not empty and not an unfinished run of this config");
        assertThat(config).hasContent("settings: {epochs: 3}");
    }

    @Test
    void anUnfinishedRunOfTheSameConfigIsRunAgain() throws IOException {
        Path other = Files.createDirectory(folder.resolve("unfinished"));
        Files.copy(run.resolve("config.yaml"), other.resolve("config.yaml"));
        Files.writeString(other.resolve("history.jsonl"), "{}\n");
        Invocation.of(ig(other)).succeeded();
        assertSameModel(other);
        assertThat(Files.readAllLines(other.resolve("history.jsonl"))).hasSize(3);
    }

    /** The last checkpoint of a run of one epoch is that after the epoch, before anything else of the next. */
    @Test
    void withoutCheckpointEveryARunIsKeptAfterEveryEpoch() throws IOException {
        assertThat(goesOnAfter(1)).contains(", in epoch 2\n");
        assertThat(goesOnAfter(3)).contains(", in epoch 4\n");
    }

    @Test
    void checkpointsEverySecondEpochAreNotThoseOfTheFirstOrThird() throws IOException {
        assertThat(goesOnAfter(1, "--checkpoint-every", "2epochs")).doesNotContain("going on from the checkpoint");
        assertThat(goesOnAfter(3, "--checkpoint-every", "2epochs")).contains(", in epoch 3\n");
    }

    /** Returns what the same command says that finds a run of so many epochs which was killed while it wrote its model. */
    private String goesOnAfter(int epochs, String... more) throws IOException {
        Path out = folder.resolve("kept-" + epochs + more.length);
        List<String> words = Views.train(log, out, "--set", "epochs=" + epochs);
        words.addAll(List.of(more));
        Invocation.of(words).succeeded();
        removeEnd(out);
        return Invocation.of(words).succeeded().out();
    }

    @Test
    void aRunThatDivergesKeepsTheLastGoodCheckpointAndWritesNoModel() {
        Path out = folder.resolve("diverged");
        List<String> words = Views.train(log, out, "--checkpoint-every", "1steps", "--set", "optimizer=sgd", "--set", "l2=1", "--set", "learning-rate=100",
                "--set", "batch=16");
        Invocation diverged = Invocation.of(words);
        diverged.failedWith("training diverged at step ", "train again with l2=0.001 or less");
        assertThat(model(out)).doesNotExist();
        try (Safetensors checkpoint = Safetensors.open(out.resolve("checkpoints/last.safetensors"))) {
            assertThat(checkpoint.names()).isNotEmpty().allSatisfy(name -> assertThat(checkpoint.finiteFloats(name)).isNotEmpty());
        }
        Invocation again = Invocation.of(words);
        assertThat(again.err()).isEqualTo(diverged.err());
        assertThat(again.out()).contains("going on from the checkpoint after step " + (number("at step ", diverged.err()) - 1) + ",");
    }

    private static long number(String before, String text) {
        Matcher matcher = Pattern.compile(before + "(\\d+)").matcher(text);
        assertThat(matcher.find()).as("%s<number> in %s", before, text).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void aRunIsNotTakenUpWhenItsDataHaveChanged() throws IOException {
        Path views = Views.csv(folder.resolve("changing/views.csv"));
        List<String> words = Views.train(views, folder.resolve("of-changed-data"));
        leaveUnfinished(words, folder.resolve("of-changed-data"));
        changeALabel(views);
        Invocation.of(words).failedWith("the run cannot go on from", "it is of a run with other data");
    }

    @Test
    void aRunIsNotTakenUpWhenOneOfTwoFilesOfOneNameHasChanged() throws IOException {
        Path days = Views.twoOfOneName(folder.resolve("days"));
        List<String> words = Views.train(days.resolve("*/log.csv"), folder.resolve("of-days"));
        leaveUnfinished(words, folder.resolve("of-days"));
        changeALabel(days.resolve("monday/log.csv"));
        Invocation.of(words).failedWith("the run cannot go on from", "it is of a run with other data");
    }

    /** No row or id more or less, so that nothing but the hash tells. */
    private static void changeALabel(Path log) throws IOException {
        String text = Files.readString(log);
        assertThat(text).contains(",1,0\n");
        Files.writeString(log, text.replaceFirst(",1,0\n", ",0,1\n"));
    }

    /** As a kill while the model was being written leaves it; gone on with, it would end well. */
    private static void leaveUnfinished(List<String> words, Path out) throws IOException {
        Invocation.of(words).succeeded();
        removeEnd(out);
        assertThat(Invocation.of(words).succeeded().out()).contains("going on from the checkpoint after step");
        removeEnd(out);
    }

    private static void removeEnd(Path out) throws IOException {
        Files.delete(model(out));
        Files.delete(out.resolve("metrics.json"));
    }

    @Test
    void theControlsAreTrainedBesideItOnRequest() {
        Invocation control = Invocation.of(ig(folder.resolve("control"), "--control")).succeeded();
        assertThat(control.lastLine()).contains("the floor ").contains("labelled-only control");
    }

    private void assertSameModel(Path other) throws IOException {
        assertThat(Files.mismatch(model(other), model(run))).as("first byte that differs").isEqualTo(-1);
    }

    private static Path model(Path run) {
        return run.resolve("model.safetensors");
    }

    private JsonNode json(String name) {
        return JSON.readTree(run.resolve(name).toFile());
    }
}
