package dev.obverse.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.lab.result.Board;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.result.Comparison;
import dev.obverse.lab.result.ResultFiles;
import dev.obverse.lab.result.Standing;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study gives the same results however often it was killed, and never does the same work twice. */
final class StudyRunnerTest {
    private static final String STUDY = """
            title: Small
            data:
              - name: small
                files: small.csv
                positive: rating > 2
                negative: rating <= 2
                split: random:0.6,0.2,0.2
            label-fractions: [1, 0.5]
            seeds: 2
            settings: {epochs: 6, batch: 128, dim: 8, learning-rate: 0.01}
            methods:
              - bce
              - {name: with biases, method: bce, settings: {bias: zero}}
              - {name: ig, settings: {training-train: 0.5}, grid: {alpha: [0.0001, 0.01]}}
            """;
    private static final int RUNS = 2 * (2 + 2 + 2 + 1);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeStudy() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder rows = new StringBuilder("user,item,rating\n");
        double[] users = random.doubles(50, -1.5, 1.5).toArray();
        double[] items = random.doubles(60, -1.5, 1.5).toArray();
        for (int user = 0; user < 50; user++) {
            for (int item = 0; item < 60; item++) {
                if (random.nextDouble() < 0.6) {
                    boolean likes = random.nextDouble() < 1 / (1 + Math.exp(-3 * users[user] * items[item]));
                    rows.append('u').append(user).append(",i").append(item).append(likes ? ",5\n" : ",1\n");
                }
            }
        }
        Files.writeString(folder.resolve("small.csv"), rows);
        file = Files.writeString(folder.resolve("study.yaml"), STUDY);
    }

    /** Counts what was run and what was there already. */
    private static final class Counter implements StudyListener {
        private int run;
        private int reused;
        private final List<Integer> done = new ArrayList<>();

        @Override
        public void finished(CellResult result, boolean there, int now, int total) {
            run += there ? 0 : 1;
            reused += there ? 1 : 0;
            done.add(now);
            assertThat(total).isEqualTo(RUNS);
        }
    }

    private StudyResults run(String out, int threads, StudyListener listener) {
        return new StudyRunner(new ScalarKernels(), threads).run(Study.parse(file), folder.resolve(out), listener);
    }

    private byte[] results(String out) throws IOException {
        return Files.readAllBytes(folder.resolve(out).resolve("results.json"));
    }

    @Test
    void killedStudyGoesOnToTheSameBytes() throws Exception {
        Files.writeString(file, STUDY.replace("epochs: 6", "epochs: 60, patience: 0"));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), StudyProcess.class.getName(),
                file.toString(), folder.resolve("killed").toString()).inheritIO().start();
        while (process.isAlive() && finishedCells("killed") < 3) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        process.destroyForcibly().waitFor();
        assertThat(finishedCells("killed")).as("killed in the middle").isBetween(3L, RUNS - 1L);
        assertThat(folder.resolve("killed/results.json")).doesNotExist();

        Counter counter = new Counter();
        run("killed", 2, counter);
        run("alone", 1, StudyListener.NONE);

        assertThat(counter.reused).isGreaterThanOrEqualTo(3);
        assertThat(counter.run).isEqualTo(RUNS - counter.reused);
        assertThat(results("killed")).isEqualTo(results("alone"));
    }

    private long finishedCells(String out) throws IOException {
        Path cells = folder.resolve(out).resolve("cells");
        if (!Files.isDirectory(cells)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(cells)) {
            return files.map(Path::getFileName).map(Path::toString).filter(name -> !name.startsWith(".") && name.endsWith(".json")).count();
        }
    }

    @Test
    void finishedCellIsNeverRunAgain() throws IOException {
        Counter first = new Counter();
        run("out", 2, first);
        byte[] before = results("out");
        Counter second = new Counter();
        run("out", 2, second);

        assertThat(first.run).isEqualTo(RUNS);
        assertThat(first.done).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(List.of(second.run, second.reused)).containsExactly(0, RUNS);
        assertThat(results("out")).isEqualTo(before);

        Files.writeString(file, STUDY + "  - sampled\n");
        List<String> run = new ArrayList<>();
        run("out", 1, new StudyListener() {
            @Override
            public void finished(CellResult result, boolean reused, int done, int total) {
                if (!reused) {
                    run.add(result.method());
                }
            }
        });
        assertThat(run).as("one more method costs its own runs alone").containsExactly("sampled", "sampled", "sampled", "sampled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "null", "[]", "{\"result\": {}, \"seconds\": []}", "{\"result\": null, \"seconds\": []}", "{\"other\": 1}"})
    void aCellThatIsDamagedIsNamed(String content) throws IOException {
        Path cell = folder.resolve("0123.json");
        Files.writeString(cell, content);
        assertThatThrownBy(() -> new CellStore(folder).find("0123", 1)).isInstanceOf(InvalidInputException.class)
                .hasMessage(cell + " is damaged; delete it to run that cell again");
    }

    @Test
    void aCellOfAnotherNameIsDamaged() throws IOException {
        run("out", 2, StudyListener.NONE);
        try (Stream<Path> files = Files.list(folder.resolve("out/cells"))) {
            Path cell = files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
            Files.copy(cell, folder.resolve("0123.json"));
        }
        assertThatThrownBy(() -> new CellStore(folder).find("0123", 1)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0123.json is damaged");
    }

    @Test
    void changedDataIsOtherCells() throws IOException {
        run("out", 2, StudyListener.NONE);
        Files.writeString(folder.resolve("small.csv"), Files.readString(folder.resolve("small.csv")) + "u1,new,5\n");
        Counter counter = new Counter();
        run("out", 2, counter);
        assertThat(counter.reused).isZero();
    }

    @Test
    void resultsHoldEverythingAndReadBack() throws IOException {
        StudyResults results = run("out", 2, StudyListener.NONE);

        assertThat(ResultFiles.bytes(ResultFiles.read(folder.resolve("out/results.json"), StudyResults.class, ""))).isEqualTo(results("out"));
        assertThat(ResultFiles.bytes(results)).isEqualTo(results("out"));
        assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
        assertThat(folder.resolve("out/timings.json")).isNotEmptyFile();
        assertThat(results.cells()).hasSize(RUNS).allSatisfy(cell -> {
            assertThat(cell.failure()).isNull();
            assertThat(cell.history()).hasSize(6);
            assertThat(cell.command()).startsWith("./obverse train --data " + folder.resolve("small.csv")).contains("--set epochs=6");
        });
        assertThat(results.cells()).filteredOn(CellResult::chosen).hasSize(12);
        assertThat(results.boards()).extracting(Board::labelFraction).containsExactly(1.0, 0.5);
        Standing biases = results.boards().get(0).standings().stream()
                .filter(standing -> standing.method().equals("with biases")).findFirst().orElseThrow();
        assertThat(biases.comparisons()).extracting(Comparison::against).contains("floor");
    }

    @Test
    void theMetricThatDecidesIsCompared() throws IOException {
        Files.writeString(file, STUDY.replace("epochs: 6", "epochs: 2, select: average_precision"));
        StudyResults results = run("out", 2, StudyListener.NONE);
        assertThat(results.boards().get(0).standings()).allSatisfy(standing -> assertThat(standing.comparisons())
                .filteredOn(comparison -> comparison.against().equals("floor")).extracting(Comparison::metric).contains("average_precision", "auc"));
    }

    @Test
    void methodsOfOneSeedSeeTheSameData() {
        StudyResults results = run("out", 2, StudyListener.NONE);
        assertThat(results.slices()).hasSize(4);
        for (String method : List.of("bce", "with biases", "ig")) {
            assertThat(results.cells()).filteredOn(cell -> cell.chosen() && cell.method().equals(method))
                    .extracting(CellResult::slice).containsExactly("small/1.0/1", "small/1.0/2", "small/0.5/1", "small/0.5/2");
        }
    }

    @Test
    void runThatCannotBeginIsAResult() throws IOException {
        Files.writeString(file, STUDY.replace("- bce\n", "- {name: bce, method: idl, settings: {pool: exposed}}\n"));
        StudyResults results = run("out", 2, StudyListener.NONE);
        assertThat(results.cells()).filteredOn(cell -> cell.method().equals("bce") && cell.slice().startsWith("small/1.0"))
                .isNotEmpty().allSatisfy(cell -> assertThat(cell.failure()).contains("UNLABELED"));
        assertThat(results.boards().get(0).standings()).extracting(Standing::method).doesNotContain("bce");
        assertThat(results.boards().get(1).standings()).extracting(Standing::method).contains("bce");
    }

    @Test
    void simulatedLogNeedsNoFile() throws IOException {
        Files.writeString(file, """
                title: Simulated
                data:
                  - {name: feed, simulate: {users: 200, videos: 150, views: 7000}}
                settings: {epochs: 2, dim: 4}
                methods: [bce]
                """);
        CellResult cell = run("out", 1, StudyListener.NONE).cells().get(0);
        assertThat(cell.command()).startsWith("./obverse simulate --users 200 --videos 150 --views 7000 --seed 1 ")
                .contains(" --out feed.csv && ./obverse train --data feed.csv --positive 'is_like = 1' --negative 'is_dislike = 1'");
    }

    @Test
    void outputThatIsAFileIsOneSentence() throws IOException {
        Files.writeString(folder.resolve("out"), "");
        assertThatThrownBy(() -> run("out", 1, StudyListener.NONE)).isInstanceOf(InvalidInputException.class)
                .hasMessage("the output " + folder.resolve("out") + " is a file; name a folder");
    }

    @Test
    void resultsOfAnotherStudyAreNotWrittenOver() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Path results = Files.writeString(out.resolve("results.json"), "{\"title\": \"Large\"}");
        assertThatThrownBy(() -> run("out", 1, StudyListener.NONE)).isInstanceOf(InvalidInputException.class)
                .hasMessage("the output " + out + " holds the study 'Large'; name another folder");
        assertThat(results).hasContent("{\"title\": \"Large\"}");
        for (String other : List.of("", "{", "[1]", "{\"title\": 1}")) {
            Files.writeString(results, other);
            assertThatThrownBy(() -> run("out", 1, StudyListener.NONE)).isInstanceOf(InvalidInputException.class)
                    .hasMessage(results + " holds no results of a study; name another folder, or remove it");
        }
    }

    @Test
    void oneStudyAtATimeWritesIntoAFolder() throws IOException {
        Path out = folder.resolve("out");
        try (FolderLock _ = FolderLock.take(out)) {
            assertThatThrownBy(() -> run("out", 1, StudyListener.NONE)).isInstanceOf(InvalidInputException.class)
                    .hasMessage("another study is running into " + out + "; wait for it or name another folder");
        }
        Path half = Files.writeString(out.resolve("cells/.0123.json.99-1.tmp"), "{");
        run("out", 1, StudyListener.NONE);
        assertThat(half).as("what a killed study had half written").doesNotExist();
    }

    @Test
    void gridWithoutValidationRowsIsOneSentence() throws IOException {
        Files.writeString(file, STUDY.replace("random:0.6,0.2,0.2", "random:0.8,0,0.2"));
        assertThatThrownBy(() -> run("out", 1, StudyListener.NONE)).isInstanceOf(InvalidInputException.class).hasMessage(
                "the study has a grid, but small has no labelled validation rows to choose by: name a valid file, or a split with a share for "
                        + "validation");
    }
}
