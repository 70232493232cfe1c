package dev.obverse.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A study file says what is crossed; whatever it says wrongly is refused in one sentence that names the place. */
final class StudyTest {
    private static final String WHOLE = """
            title: A study
            data:
              - name: small
                files: small.csv
                valid: small.csv
                test: small.csv
                positive: rating > 2
                negative: rating <= 2
            label-fractions: [1, 0.1]
            backbones: [gmf, neumf]
            seeds: 3
            settings: {epochs: 5, l2: 1e-6}
            methods:
              - bce
              - name: with biases
                method: bce
                settings: {bias: zero}
              - name: ig
                grid: {alpha: [0.0001, 0.001], training-train: [0.2, 0.5, 0.9]}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        Files.writeString(folder.resolve("small.csv"), "user,item,rating\n1,1,5\n");
    }

    private Study parse(String yaml) throws IOException {
        return Study.parse(Files.writeString(folder.resolve("study.yaml"), yaml));
    }

    @Test
    void crossesEverything() throws IOException {
        Study study = parse(WHOLE);

        assertThat(study.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(study.methods()).extracting(MethodSpec::name).containsExactly("bce", "with biases", "ig");
        assertThat(study.methods()).extracting(method -> method.candidates().size()).containsExactly(1, 1, 6);
        assertThat(study.methods().get(1).candidates().get(0).text(Setting.BIAS)).isEqualTo("zero");
        assertThat(study.methods().get(0).candidates().get(0).text(Setting.L2)).as("one spelling for a number").isEqualTo("0.000001");
        assertThat(study.methods().get(2).candidates()).extracting(config -> config.text(Setting.ALPHA) + " " + config.text(Setting.TRAINING_TRAIN))
                .containsExactly("0.0001 0.2", "0.0001 0.5", "0.0001 0.9", "0.001 0.2", "0.001 0.5", "0.001 0.9");
        assertThat(study.runs()).isEqualTo(4 * (3 + 3 + 3 + 5));
        assertThat(study.lines()).contains("budget of ig: 6 of at most 6 configurations, chosen by validation auc over the first seed");
    }

    @Test
    void budgetHoldsForEveryMethod() throws IOException {
        Study study = parse(WHOLE + "grid: {learning-rate: [0.001, 0.003, 0.01]}\nbudget: 2\n");

        assertThat(study.methods()).allSatisfy(method -> assertThat(method.candidates()).hasSize(2).doesNotHaveDuplicates());
        assertThat(parse(WHOLE + "grid: {learning-rate: [0.001, 0.003, 0.01]}\nbudget: 2\n").methods().get(2).candidates())
                .as("the same part of the grid at every run").isEqualTo(study.methods().get(2).candidates());
    }

    @Test
    void commandNamesFilesAsTheCallerWould() throws IOException {
        assertThat(parse(WHOLE).data().get(0).options()).startsWith("--data", folder.resolve("small.csv").toString());
    }

    @Test
    void seedDrawsTheDataUnlessNothingIsDrawn() throws IOException {
        DataSet fromFiles = parse(WHOLE).data().get(0);
        assertThat(List.of(fromFiles.dataSeed(3, 1), fromFiles.dataSeed(3, 0.1))).containsExactly(1L, 3L);
        DataSet split = parse(WHOLE.replace("    test: small.csv\n", "")).data().get(0);
        assertThat(split.dataSeed(3, 1)).isEqualTo(3);
        DataSet fixed = parse(WHOLE.replace("    test: small.csv\n", "    data-seed: 7\n")).data().get(0);
        assertThat(fixed.dataSeed(3, 0.1)).isEqualTo(7);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "- bce | - bcd | methods, number 1: method is one of .*, not 'bcd'; did you mean 'bce'\\?",
        "gmf, neumf | gmf, numf | backbones, number 2: backbone is one of gmf, mlp, neumf, not 'numf'; did you mean 'neumf'\\?",
        "seeds: 3 | sead: 3 | there is no key 'sead' here; did you mean 'seeds'\\?",
        "settings: {bias | setings: {bias | methods, number 2: there is no key 'setings' here; did you mean 'settings'\\?",
        "epochs: 5 | epoch: 5 | settings, epoch: there is no setting 'epoch'; did you mean 'epochs'\\?",
        "epochs: 5 | epochs: -5 | settings, epochs: epochs is a whole number from 1 to 1000000, not '-5'",
        "epochs: 5 | seed: 5 | settings: 'seed' cannot be set here, for a study crosses .*",
        "[0.0001, 0.001] | [] | methods, number 3, grid, alpha: the grid has no value here, so it has no cell",
        "[0.0001, 0.001] | [0.1, 0.1] | methods, number 3, grid, alpha: the value '0.1' stands there twice",
        "[0.0001, 0.001] | [0.1, x] | methods, number 3, grid, alpha: alpha is auto or .*, not 'x'",
        "seeds: 3 | seeds: [] | seeds: the list is empty, so the study has no cell",
        "[1, 0.1] | [1, 1.5] | label-fractions, number 2: a label fraction is above 0 and up to 1, not 1.5",
        "name: with biases | name: bce | methods: the method 'bce' stands there twice",
        "files: small.csv | files: none.csv | data, number 1, files: there is no file .*none.csv",
        "files: small.csv | fils: small.csv | data, number 1: there is no key 'fils' here; did you mean 'files'\\?",
        "positive: rating > 2 | on-conflict: maybe | data, number 1: the key 'positive' is missing",
        "seeds: 3 | seeds: 0 | seeds: a whole number from 1 to 1000 is needed, not 0",
        "seeds: 3 | seeds: [3 | , line \\d+ is not YAML: .*",
    })
    void badStudyIsOneSentence(String right, String wrong, String sentence) {
        assertThatThrownBy(() -> parse(WHOLE.replace(right, wrong)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("\\Q" + folder + "\\E/study.yaml(: |, )?" + sentence);
    }

    @Test
    void studyThatIsNotThereIsOneSentence() {
        assertThatThrownBy(() -> Study.parse(folder.resolve("no.yaml")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the study " + folder.resolve("no.yaml") + " cannot be read: there is no such file");
    }
}
