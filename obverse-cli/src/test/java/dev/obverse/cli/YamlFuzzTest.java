package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.lab.study.MethodSpec;
import dev.obverse.lab.study.Study;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Config and study files with seeded damage: each is refused in one sentence, or read. What was read then says what the damaged file says to a
 * parser that knows nothing of either: of a config every value, of a study the seeds, fractions, budget, settings and grids.
 */
final class YamlFuzzTest {
    static final String CONFIG = """
            data:
              files:
              - /logs/views.csv
              valid: [/logs/valid.csv]
              columns: [viewer, "clip", rating]
              user: viewer
              item: clip
              delimiter: '::'
              positive: "rating > 3"
              negative: rating <= 3
              split: random:0.8,0.1,0.1
              data-seed: 7
              label-fraction: 0.5
              allow-overlap: true
            settings:
              method: ig
              dim: "8"
              learning-rate: 0.001
              linear: 'true'
            history: false
            """;
    static final String STUDY = """
            title: A study
            data:
              - name: small
                files: log.csv
                positive: rating > 2
                negative: rating <= 2
                split: random:0.8,0.1,0.1
              - name: made up
                name: made-up
                simulate: {users: 50, videos: 40, views: 400, seed: 1}
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
            budget: 4
            """.replace("  - name: made up\n    name: made-up\n", "  - name: made-up\n");
    private static final int SHORT = 2_000;
    private static final int LONG = 20_000;
    private static final YAMLMapper PLAIN = YAMLMapper.builder().build();
    private static final List<String> OPENINGS = List.of("[", "{a: ", "- ", "? ");
    private static final List<String> WORDS = List.of(
            "", "null", "~", "true", "yes", "-1", "0", "1", "2", "1e9", "1e-9", "1e999999999", "99999999999999999999", ".nan", ".inf", "-.inf", "0x1F", "0b1",
            "&a", "*a", "!!int", "!x", "<<", "[", "]", "{", "}", ": ", "- ", "? ", "\"", "'", "|\n", ">\n", "#", "---\n", "...\n", "%YAML 9.9\n", "\t",
            "\u0000", "\ufeff", "\u0085", "\u2028", "\ud83c\udfac", "{a: ", "[[", "neumf", "../..", "/dev/zero", "**", "2026-01-01", "1_000", "010");

    @TempDir private Path folder;

    @BeforeEach
    void data() throws IOException {
        Files.writeString(folder.resolve("log.csv"), "user,item,rating\n1,1,5\n");
    }

    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void aDamagedConfigIsRefusedOrSaysWhatItSays() throws IOException {
        fuzz(CONFIG, 1, SHORT, this::readConfig);
    }

    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void aDamagedStudyIsRefusedOrSaysWhatItSays() throws IOException {
        fuzz(STUDY, 2, SHORT, this::readStudy);
    }

    @Tag("slow")
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void aDamagedConfigIsRefusedOrSaysWhatItSaysAtLength() throws IOException {
        fuzz(CONFIG, 11, LONG, this::readConfig);
    }

    @Tag("slow")
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void aDamagedStudyIsRefusedOrSaysWhatItSaysAtLength() throws IOException {
        fuzz(STUDY, 12, LONG, this::readStudy);
    }

    private interface Reading {
        void of(Path file) throws IOException;
    }

    private void fuzz(String original, long seed, int count, Reading reading) throws IOException {
        SplitMix64 random = new SplitMix64(seed);
        Path file = folder.resolve("mutated.yaml");
        int read = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = original.getBytes(StandardCharsets.UTF_8);
            for (int times = 1 + (random.nextInt(3) == 0 ? random.nextInt(4) : 0); times > 0; times--) {
                bytes = mutated(bytes, random);
            }
            Files.write(file, bytes);
            try {
                reading.of(file);
                read++;
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).as("mutation %d of seed %d", i, seed).doesNotContain("\n", "\r").hasSizeLessThan(20_000);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                Files.write(Path.of("target", "fuzz-" + seed + "-" + i + ".yaml"), bytes);
                throw new AssertionError("mutation " + i + " of seed " + seed + " was neither read nor refused; it is kept in target", e);
            } catch (AssertionError e) {
                fail("mutation " + i + " of seed " + seed + ":\n" + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(read).isBetween(count / 50, count * 3 / 4);
    }

    private static byte[] mutated(byte[] bytes, SplitMix64 random) {
        if (bytes.length < 8) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
        int other = random.nextInt(bytes.length);
        return switch (random.nextInt(8)) {
            case 0 -> flipped(bytes, at, random.nextInt(8));
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> spliced(bytes, at, to, new byte[0]);
            case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, other, Math.min(bytes.length, other + 60)));
            case 5 -> spliced(bytes, at, at, utf8(OPENINGS.get(random.nextInt(OPENINGS.size())).repeat(1 + random.nextInt(3000))));
            default -> word(bytes, at, random);
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] flipped(byte[] bytes, int at, int bit) {
        bytes[at] ^= (byte) (1 << bit);
        return bytes;
    }

    /** A value or key that became another. */
    private static byte[] word(byte[] bytes, int at, SplitMix64 random) {
        int from = at;
        while (from > 0 && Character.isLetterOrDigit(bytes[from - 1])) {
            from--;
        }
        int to = at;
        while (to < bytes.length && Character.isLetterOrDigit(bytes[to])) {
            to++;
        }
        return spliced(bytes, random.nextInt(3) == 0 ? to : from, to, utf8(WORDS.get(random.nextInt(WORDS.size()))));
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private void readConfig(Path file) throws IOException {
        RunConfig config = RunConfig.read(file);
        assertThat(byKey(leaves(config.yaml()))).isEqualTo(byKey(leaves(Files.readString(file))));
        TrainingConfig.of(config.settingsOrNone());
        config.dataOrNothing().absolute().request();
    }

    /**
     * Every value as the file spells it, by its JSON pointer; a number or truth is the same however it is written, blanks around a text are no part
     * of it, and null is nothing.
     */
    private static Map<String, String> leaves(String yaml) {
        Map<String, String> leaves = new LinkedHashMap<>();
        try (JsonParser parser = PLAIN.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    leaves.put(parser.streamReadContext().pathAsPointer().toString(), canonical(parser.getString()));
                }
            }
        }
        return leaves;
    }

    private static String canonical(String text) {
        try {
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            // Whole numbers are kept digit by digit, fractions as doubles.
            return number.scale() <= 0 ? number.toString() : Double.toString(number.doubleValue());
        } catch (NumberFormatException e) {
            return text.matches("(?i)true|false") ? text.toLowerCase(Locale.ROOT) : text.strip();
        }
    }

    /** A list of one may be written without its brackets, and keys may change their order. */
    private static Map<String, List<String>> byKey(Map<String, String> leaves) {
        Map<String, List<String>> all = new TreeMap<>();
        leaves.forEach((pointer, text) -> all.computeIfAbsent(pointer.replaceAll("/\\d+$", ""), key -> new ArrayList<>()).add(text));
        return all;
    }

    private void readStudy(Path file) throws IOException {
        Study study = Study.parse(file);
        assertThat(study.lines()).isNotEmpty();
        assertThat(study.runs()).isPositive();
        Map<String, String> leaves = leaves(Files.readString(file));
        Map<String, List<String>> said = byKey(leaves);
        assertThat(canonical(study.title())).isEqualTo(leaves.get("/title"));
        assertThat(canonical(String.valueOf(study.budget()))).isEqualTo(leaves.getOrDefault("/budget", canonical(String.valueOf(study.budget()))));
        assertThat(texts(study.labelFractions())).isEqualTo(said.getOrDefault("/label-fractions", List.of("1")));
        assertThat(study.backbones()).isEqualTo(said.getOrDefault("/backbones", List.of("gmf")));
        assertThat(texts(study.seeds())).isEqualTo(leaves.containsKey("/seeds")
                ? texts(LongStream.rangeClosed(1, Long.parseLong(leaves.get("/seeds"))).boxed().toList()) : said.getOrDefault("/seeds", List.of("1")));
        assertThat(study.data()).hasSize((int) leaves.keySet().stream().filter(pointer -> pointer.matches("/data/(\\d+/)?name")).count());
        for (int i = 0; i < study.methods().size(); i++) {
            assertMethod(study.methods().get(i), below(said, "/settings/"), below(said, "/grid/"), below(said, "/methods/" + i + "/settings/"),
                    below(said, "/methods/" + i + "/grid/"));
        }
    }

    private static void assertMethod(MethodSpec method, Map<String, List<String>> settings, Map<String, List<String>> grid,
            Map<String, List<String>> ownSettings, Map<String, List<String>> ownGrid) {
        Map<String, List<String>> tried = new TreeMap<>(grid);
        tried.putAll(ownGrid);
        Map<String, List<String>> found = new TreeMap<>();
        method.grid().forEach((name, values) -> found.put(name, texts(values)));
        assertThat(found).isEqualTo(tried);
        Map<String, List<String>> fixed = new TreeMap<>(settings);
        fixed.putAll(ownSettings);
        fixed.keySet().removeAll(tried.keySet());
        for (TrainingConfig candidate : method.candidates()) {
            fixed.forEach((name, values) -> assertThat(List.of(canonical(candidate.toMap().get(name)))).as(name).isEqualTo(values));
        }
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(value -> canonical(String.valueOf(value))).toList();
    }

    private static Map<String, List<String>> below(Map<String, List<String>> said, String place) {
        Map<String, List<String>> below = new TreeMap<>();
        said.forEach((key, values) -> {
            if (key.startsWith(place)) {
                below.put(key.substring(place.length()), values);
            }
        });
        return below;
    }
}
