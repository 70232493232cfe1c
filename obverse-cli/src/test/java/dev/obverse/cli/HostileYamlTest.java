package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.obverse.core.InvalidInputException;
import dev.obverse.lab.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Config and study files that mean harm, or are damaged: one sentence, with the line where there is one. */
final class HostileYamlTest {
    /** The two kinds of YAML file that people write. */
    enum Kind {
        CONFIG,
        STUDY;

        void read(Path file) {
            if (this == CONFIG) {
                RunConfig.read(file);
            } else {
                Study.parse(file);
            }
        }

        /** A whole file, into which a line is put at the top. */
        String with(String line) {
            return line + "\n" + (this == CONFIG ? YamlFuzzTest.CONFIG : YamlFuzzTest.STUDY);
        }
    }

    @TempDir private Path folder;

    @BeforeEach
    void data() throws IOException {
        Files.writeString(folder.resolve("log.csv"), "user,item,rating\n1,1,5\n");
    }

    private String refusal(Kind kind, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(kind.name().toLowerCase(Locale.ROOT) + ".yaml"), bytes);
        Throwable thrown = catchThrowable(() -> kind.read(file));
        assertThat(thrown).isExactlyInstanceOf(InvalidInputException.class);
        assertThat(thrown.getMessage()).contains(file.toString()).doesNotContain("\n").hasSizeLessThan(500);
        return thrown.getMessage();
    }

    private String refusal(Kind kind, String text) throws IOException {
        return refusal(kind, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void withoutDamageIsRead(Kind kind) throws IOException {
        kind.read(Files.writeString(folder.resolve("x.yaml"), kind.with("# a comment")));
    }

    @ParameterizedTest
    @EnumSource
    void aliasesThatGrowAreRefused(Kind kind) throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ",").repeat(9)).append("]\n");
        }
        assertThat(refusal(kind, bomb.toString())).contains("line 1", "anchors and aliases");
    }

    /** The parser gives an alias as the text of its name. */
    @ParameterizedTest
    @EnumSource
    void anAliasIsNotTakenForText(Kind kind) throws IOException {
        assertThat(refusal(kind, kind.with("title: *nobody"))).contains("line 1", "anchors and aliases");
    }

    @ParameterizedTest
    @EnumSource
    void aTagIsRefused(Kind kind) throws IOException {
        assertThat(refusal(kind, kind.with("title: !!javax.script.ScriptEngineManager [x]"))).contains("line 1", "tags");
    }

    @ParameterizedTest
    @CsvSource({"CONFIG, [", "CONFIG, {a: ", "STUDY, [", "STUDY, {a: ", "CONFIG, '- '", "STUDY, '- '"})
    void deepNestingIsRefused(Kind kind, String open) throws IOException {
        assertThat(refusal(kind, "title: " + open.repeat(100_000))).containsAnyOf("nesting depth", "not YAML");
    }

    @ParameterizedTest
    @EnumSource
    void aScalarOfAMegabyteIsRefused(Kind kind) throws IOException {
        assertThat(refusal(kind, kind.with("settings: \"" + "x".repeat(2_000_000) + "\""))).contains("more than 1024 KiB");
        assertThat(refusal(kind, kind.with(": " + "x".repeat(900_000)))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatStandsThereTwiceIsRefused(Kind kind) throws IOException {
        assertThat(refusal(kind, kind.with("settings: {dim: '8', dim: '9'}"))).contains("line 1", "uplicate").contains("dim");
    }

    @ParameterizedTest
    @EnumSource
    void aSecondDocumentIsRefused(Kind kind) throws IOException {
        assertThat(refusal(kind, kind.with("") + "---\nsettings: {}\n")).contains("a second document begins");
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatAreNoTextAreRefused(Kind kind) throws IOException {
        assertThat(refusal(kind, new byte[] {'a', ':', ' ', (byte) 0xff})).contains("not UTF-8");
        assertThat(refusal(kind, new byte[] {'a', ':', ' ', 0, 'b'})).contains("not YAML");
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyFileIsRefused(Kind kind) throws IOException {
        for (String text : new String[] {"", "\n", "# nothing\n", "~\n", "[]\n", "word\n", "12\n"}) {
            assertThat(refusal(kind, text)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownKeyIsNamedWithWhatWasMeant(Kind kind) throws IOException {
        assertThat(refusal(kind, kind.with("setings: {dim: '8'}"))).contains("there is no key 'setings'", "did you mean 'settings'?");
    }

    @Test
    void anUnknownKeyOfAConfigIsNamedWithItsLine() throws IOException {
        assertThat(refusal(Kind.CONFIG, "settings:\n  dim: '8'\ndata:\n  user: u\n  itm: i\n")).contains("line 5: there is no key 'itm'", "'item'");
    }

    @Test
    void aKeyOfAConfigWithoutAValueIsRefused() throws IOException {
        assertThat(refusal(Kind.CONFIG, "settings:\n  dim:\n")).contains("line 2: 'dim' has no value");
        assertThat(refusal(Kind.CONFIG, "data:\n  files: [a.csv, null]\n")).contains("line 2: '1' has no value");
    }

    /** Else the seed would be the default one, without a word. */
    @Test
    void aNumberOfAConfigThatIsEmptyTextIsRefused() throws IOException {
        assertThat(refusal(Kind.CONFIG, "data:\n  data-seed: ''\n")).contains("line 2: ");
        assertThat(refusal(Kind.CONFIG, "data:\n  user: u\n  allow-overlap: ' '\n")).contains("line 3: ");
    }

    @Test
    void aNumberOfABillionDigitsIsRefused() throws IOException {
        assertThat(refusal(Kind.STUDY, YamlFuzzTest.STUDY.replace("epochs: 5", "epochs: 1e999999999"))).contains("epochs");
        assertThat(refusal(Kind.STUDY, YamlFuzzTest.STUDY.replace("epochs: 5", "learning-rate: 1e-999999999"))).contains("learning-rate");
        assertThat(refusal(Kind.STUDY, YamlFuzzTest.STUDY.replace("seeds: 3", "seeds: " + "9".repeat(900_000)))).contains("study.yaml");
    }

    @Test
    void aStudyOfMoreRunsThanAnyoneWaitsForIsRefused() throws IOException {
        String methods = IntStream.range(0, 50).mapToObj(i -> "  - {name: m" + i + ", method: bce}\n").collect(Collectors.joining());
        String grid = IntStream.range(1, 9_999).mapToObj(i -> "0.0" + (10_000 + i)).collect(Collectors.joining(", ", "grid: {learning-rate: [", "]}\n"));
        String study = YamlFuzzTest.STUDY.substring(0, YamlFuzzTest.STUDY.indexOf("methods:"));
        assertThat(refusal(Kind.STUDY, study + "methods:\n" + methods + grid)).contains("it asks for", "runs");
    }

    @Test
    void aListOfAHundredThousandSeedsIsRefusedAtOnce() throws IOException {
        String seeds = IntStream.range(0, 100_001).mapToObj(String::valueOf).collect(Collectors.joining(", ", "seeds: [", "]"));
        assertThat(refusal(Kind.STUDY, YamlFuzzTest.STUDY.replace("seeds: 3", seeds))).contains("it asks for");
    }
}
