package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of the command line that cannot be meant are refused in one sentence, with what was probably meant. */
final class BadUsageTest {
    @TempDir private Path folder;
    private Path log = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writeLog() {
        log = Views.csv(folder.resolve("views.csv"));
        out = folder.resolve("run");
    }

    private Invocation train(String... more) {
        return Invocation.of(Views.train(log, out, more));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            learning-rate=-1   | learning-rate is a number above 0
            learning-rate=NaN  | learning-rate is a number above 0
            learning-rate=1e9  | learning-rate is a number above 0 up to 100
            dim=0              | dim is a whole number from 1 to 4096
            dim=1000000000     | dim is a whole number from 1 to 4096
            epochs=abc         | epochs is a whole number from 1
            epochs=1.5         | epochs is a whole number from 1
            batch=0            | batch is a whole number from 1
            l2=-0.1            | l2 is a number from 0
            training-train=1   | training-train is a number above 0 and below 1
            method=bec         | did you mean 'bce'?
            backbone=gmt       | did you mean 'gmf'?
            optimizer=adamw    | did you mean 'adam'?
            learning_rate=0.01 | did you mean 'learning-rate'?
            epoch=3            | did you mean 'epochs'?
            zzzzzzzzzz=3       | there are method, backbone, seed
            """)
    void aSettingThatCannotBe(String setting, String words) {
        train("--set", setting).misusedWith(words);
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --threads        | 0               | --threads is 0
            --threads        | two             | --threads
            --threads        | -3              | --threads is -3
            --split          | random:0.5,0.1  | --split is 'random:0.5,0.1'
            --split          | random:2,-1,0   | sum to 1
            --split          | date:0.8,0.1,0.1 | random:0.8,0.1,0.1 or time:0.8,0.1,0.1
            --label-fraction | 0               | --label-fraction is 0
            --label-fraction | 1.1             | --label-fraction is 1.1
            --on-conflict    | newest          | latest, majority
            --data-seed      | x               | --data-seed
            --set            | epochs          | --set
            --checkpoint-every | 0steps        | 0steps' is not a number of steps or epochs, such as 500steps or 2epochs
            --checkpoint-every | 5             | 5' is not a number of steps or epochs
            --checkpoint-every | -1epochs      | -1epochs' is not a number of steps or epochs
            --checkpoint-every | 1.5epochs     | 1.5epochs' is not a number of steps or epochs
            """)
    void anOptionWithAValueThatCannotBe(String option, String value, String words) {
        train(option, value).misusedWith(words);
        assertThat(out).doesNotExist();
    }

    @Test
    void theSameSettingSaidTwiceInTwoWays() {
        train("--method", "ig", "--set", "method=idl").misusedWith("--method ig contradicts --set method=idl");
    }

    @Test
    void aPredicateThatIsMissing() {
        Invocation.of("train", "--data", log.toString(), "--out", out.toString(), "--positive", "liked = 1")
                .misusedWith("--negative is missing", "--negative \"rating <= 2\"");
    }

    @Test
    void noDataAtAll() {
        Invocation.of("train", "--out", out.toString(), "--positive", "liked = 1", "--negative", "disliked = 1").misusedWith("--data");
        Invocation.of("train").misusedWith("--out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data:\\n  positve: liked = 1     | there is no key 'positve'; did you mean 'positive'?
            data:\\n  on_conflict: latest    | there is no key 'on_conflict'; did you mean 'on-conflict'?
            dta: {}                         | there is no key 'dta'; did you mean 'data'?
            settings:\\n  epoch: 3           | did you mean 'epochs'?
            settings:\\n  warm-up: -4        | warm-up is a whole number from 0
            settings: [1, 2]                | line 1
            settings: fast                  | line 1: a mapping is needed, not 'fast'
            settings:\\n  dim: [8]           | line 2: one value is needed
            data: views.csv                 | line 1: a mapping is needed, not 'views.csv'
            data:\\n  files: {a: b}         | line 2: a list is needed
            data:\\n  files: [[a]]          | line 2: one value is needed
            history: 2                      | line 1: true or false is needed, not '2'
            data:\\n  allow-overlap: 1.5    | line 2: true or false is needed, not '1.5'
            data:\\n  data-seed: 7.5        | line 2: a whole number is needed, not '7.5'
            data:\\n  label-fraction: all   | line 2: a number is needed, not 'all'
            # nothing                       | the file is empty
            [a, b]                          | a mapping is needed, with some of the keys from, data, settings, history
            data:\\n  files: [               | line
            """)
    void aConfigFileThatIsWrong(String yaml, String words) throws IOException {
        Path config = Files.writeString(folder.resolve("my.yaml"), yaml.replace("\\n", "\n") + "\n");
        train("--config", config.toString()).misusedWith(words);
        assertThat(out).doesNotExist();
    }

    @Test
    void aConfigFileThatIsNotThere() {
        train("--config", folder.resolve("no.yaml").toString()).misusedWith("there is no config file", "no.yaml");
    }

    @Test
    void aFolderWithoutAConfig() throws IOException {
        train("--config", Files.createDirectory(folder.resolve("no-run")).toString()).misusedWith("there is no config file", "no-run/config.yaml");
    }

    @Test
    void anOutThatIsTaken() throws IOException {
        Files.writeString(Files.createDirectory(out).resolve("thesis.tex"), "do not touch");
        train().failedWith("--out", "is not empty and not an unfinished run of this config");
        assertThat(out.resolve("thesis.tex")).hasContent("do not touch");
    }

    @Test
    void anOutThatHoldsAFinishedRun() throws IOException {
        train().succeeded();
        byte[] model = Files.readAllBytes(out.resolve("model.safetensors"));
        train().failedWith("holds a finished run");
        assertThat(out.resolve("model.safetensors")).hasBinaryContent(model);
    }

    @Test
    void anOutThatHoldsAnUnfinishedRunOfAnotherConfig() throws IOException {
        train("--seed", "2").succeeded();
        Files.delete(out.resolve("model.safetensors"));
        train("--seed", "3").failedWith("not an unfinished run of this config");
    }

    @Test
    void anOutThatIsAFile() throws IOException {
        Files.writeString(out, "a file");
        train().failedWith("is a file");
        assertThat(out).hasContent("a file");
    }

    @Test
    void anOutInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "a file");
        out = file.resolve("run");
        train().failedWith("--out " + out + " cannot be made: " + file + " is a file");
        Invocation.of("demo", "--out", file.toString()).failedWith("--out " + file + " is a file");
        assertThat(file).hasContent("a file");
    }

    @Test
    void anOutThatIsEmpty() {
        Invocation.of(Views.train(log, Path.of(""))).failedWith("--out is empty; name a folder");
        Invocation.of("demo", "--out", "").failedWith("--out is empty; name a folder");
    }

    @Test
    void aStudyIntoTheFolderOfARun() throws IOException {
        train().succeeded();
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                title: Small
                data: {name: feed, simulate: {users: 50, videos: 40, views: 400}}
                methods: bce
                """);
        Invocation.of("compare", study.toString(), "--out", out.toString()).failedWith("--out " + out + " holds a run of train; name another folder");
        assertThat(out.resolve("cells")).doesNotExist();
    }

    @Test
    void aTrialStepAsLongAsTheLabelledStepIsWarnedOf() {
        assertThat(train("--method", "ig", "--set", "pool=exposed", "--set", "alpha=0.001").succeeded().out())
                .contains("warning: alpha 0.001 is not below the learning-rate 0.001");
        out = folder.resolve("below");
        assertThat(train("--method", "ig", "--set", "pool=exposed", "--set", "alpha=0.0001").succeeded().out()).doesNotContain("warning: alpha");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trian                    | there is no verb 'trian' | did you mean 'train'?
            train --positiv x        | there is no option '--positiv' | did you mean '--positive'?
            train --treads=2         | there is no option '--treads' | did you mean '--threads'?
            evaluate --modle m       | there is no option '--modle' | did you mean '--model'?
            train views.csv --out r  | 'views.csv' | train --help
            info                     | MODEL | info --help
            score --data x --out y   | --model | score --help
            simulate --users 5       | --out | simulate --help
            simulate --users 0 --out views.csv | at least 1 user | simulate --help
            simulate --like-rate 2 --out views.csv | like | simulate --help
            """)
    void aWordThatIsNotKnownOrIsMissing(String words, String named, String suggested) {
        Invocation.of(words.split(" ")).misusedWith(named, suggested);
    }

    @ParameterizedTest
    @CsvSource({"demo", "simulate", "train", "evaluate", "score", "recommend", "info", "compare"})
    void everyVerbExplainsItself(String verb) {
        Invocation help = Invocation.of(verb, "--help").succeeded();
        assertThat(help.out()).startsWith("Usage: obverse " + verb);
        assertThat(help.out()).doesNotContain("null");
    }
}
