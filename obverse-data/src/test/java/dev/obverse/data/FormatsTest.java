package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rows in any format give the same arrays, split and all. */
final class FormatsTest {
    private static final List<String> NAMES = List.of("user", "item", "rating");

    @TempDir
    static Path folder;

    private static LabelledLog expected;

    /** Five thousand rows over text ids with a few duplicates. */
    private static String rows(String delimiter) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 5000; row++) {
            int user = random.nextInt(100);
            int item = random.nextInt(400);
            text.append(String.format(Locale.ROOT, "%03d%s-%d%s%d%n", user, delimiter, item + 1, delimiter, 1 + (user + item) % 5));
        }
        return text.toString();
    }

    @BeforeAll
    static void writeOneLogInManyWays() {
        String header = "user,item,rating\n";
        Path csv = Logs.write(folder, "a.csv", header + rows(","));
        Logs.gzip(folder, "b.csv.gz", header + rows(","));
        Logs.gzip(folder, "gzip-by-its-bytes.csv", header + rows(","));
        Logs.write(folder, "c.tsv", "user\titem\trating\n" + rows("\t"));
        Logs.write(folder, "d.dat", rows("::"));
        Logs.write(folder, "e.csv", "\ufeff" + (header + rows(",")).replace("\n", "\r\n"));
        Logs.write(folder, "f.csv", (header + rows(",")).replaceAll("(?m)^(\\d+),", "\"$1\","));
        Logs.write(folder, "part-1.csv", header + firstLines(rows(","), 2500));
        Logs.write(folder, "part-2.csv", header + rows(",").substring(firstLines(rows(","), 2500).length()));
        String from = " FROM read_csv('" + csv + "', all_varchar = true)";
        Logs.sql("COPY (SELECT *" + from + ") TO '" + folder.resolve("h.parquet") + "'");
        Logs.sql("COPY (SELECT user, item::BIGINT AS item, rating::DOUBLE AS rating" + from + ") TO '" + folder.resolve("i.parquet") + "'");
        Logs.sql("COPY (SELECT user, item::BIGINT AS item, rating::INT AS rating" + from + ") TO '" + folder.resolve("j.jsonl") + "'");
        Logs.sql("COPY (SELECT user AS UID, item AS video_id, rating AS Rating, 'a" + "\n" + "b' AS note" + from + ") TO '"
                + folder.resolve("k.csv") + "'");
        expected = Logs.read(request(source("a.csv")));
    }

    private static String firstLines(String text, int count) {
        int end = 0;
        for (int line = 0; line < count; line++) {
            end = text.indexOf('\n', end) + 1;
        }
        return text.substring(0, end);
    }

    private static LogSource source(String name) {
        return LogSource.of(folder.resolve(name).toString());
    }

    private static LogRequest request(LogSource source) {
        return LogRequest.of(source, Logs.RATING).withLabelFraction(0.5);
    }

    static Stream<Arguments> ways() {
        UnaryOperator<LogSource> plain = UnaryOperator.identity();
        return Stream.of(
                Arguments.of("b.csv.gz", plain),
                Arguments.of("gzip-by-its-bytes.csv", plain),
                Arguments.of("c.tsv", plain),
                Arguments.of("d.dat", (UnaryOperator<LogSource>) source -> source.withDelimiter("::").withColumns(NAMES)),
                Arguments.of("e.csv", plain),
                Arguments.of("f.csv", plain),
                Arguments.of("part-[12].csv", plain),
                Arguments.of("{part-2,part-1}.csv", plain),
                Arguments.of("h.parquet", plain),
                Arguments.of("i.parquet", plain),
                Arguments.of("j.jsonl", plain),
                Arguments.of("k.csv", plain));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void everyFormatGivesTheSameArrays(String name, UnaryOperator<LogSource> options) {
        assertSame(Logs.read(request(options.apply(source(name)))));
    }

    @ParameterizedTest
    @MethodSource("threadCounts")
    void everyNumberOfThreadsGivesTheSameArrays(int threads) {
        assertSame(new LogReader(Resources.DEFAULT.withThreads(threads)).read(request(source("a.csv"))));
    }

    static Stream<Integer> threadCounts() {
        return Stream.of(1, 2, 7);
    }

    @Test
    void theFirstAppearanceInTrainingGivesTheDenseId() {
        int users = 0;
        int items = 0;
        for (int row = 0; row < expected.train().size(); row++) {
            assertThat(expected.train().user(row)).isLessThanOrEqualTo(users);
            assertThat(expected.train().item(row)).isLessThanOrEqualTo(items);
            users = Math.max(users, expected.train().user(row) + 1);
            items = Math.max(items, expected.train().item(row) + 1);
        }
        assertThat(users).isEqualTo(expected.users().size());
        assertThat(items).isEqualTo(expected.items().size());
    }

    @Test
    void textIdsKeepTheirLeadingZerosAndNumbersTheirSign() {
        assertThat(expected.users().indexOf("007")).isNotNegative();
        assertThat(expected.users().indexOf("7")).isNegative();
        assertThat(expected.items().indexOf("-7")).isNotNegative();
    }

    /** As in a shell. */
    @Test
    void aPatternGoesThroughLinksAndTwoStarsStandForNoFolderToo() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.copy(folder.resolve("part-1.csv"), Files.createDirectories(real.resolve("deeper")).resolve("part-1.csv"));
        Files.copy(folder.resolve("part-2.csv"), real.resolve("part-2.csv"));
        Files.createSymbolicLink(real.resolve("deeper/loop"), real);
        Files.createSymbolicLink(folder.resolve("link"), real);
        assertSame(Logs.read(request(source("link/**/*.csv"))));
    }

    /** Alone, a file gives the same labels as beside one whose numbers are of another type. */
    @Test
    void numbersOfSeveralTypesAreWhatTheyAreWrittenAs() {
        Logs.sql("COPY (SELECT 'a' AS user, 'x' AS item, 0.7::FLOAT AS rating, 9007199254740993::BIGINT AS time) TO '" + folder.resolve("types-1.parquet") + "'");
        Logs.sql("COPY (SELECT 'b' AS user, 'x' AS item, 0.5::DOUBLE AS rating, 9007199254740992::UBIGINT AS time) TO '" + folder.resolve("types-2.parquet") + "'");
        LabelledLog log = Logs.read(LogRequest.of(source("types-?.parquet"), new LabelRule("rating >= 0.7", "rating < 0.7 and time < 9007199254740993"))
                .withSplit(new Split.Files()));
        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("a x +", "b x -"));
    }

    /** A format for many files may take a folder's name for a value of theirs; a log is one file, wherever it lies. */
    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "h.parquet", "j.jsonl"})
    void aFolderIsOnlyAFolder(String name) throws IOException {
        Path odd = Files.createDirectories(folder.resolve("user=9").resolve("time=2026-03-01")).resolve(name);
        Files.copy(folder.resolve(name), odd);
        assertSame(Logs.read(request(LogSource.of(odd.toString()))));
    }

    @Test
    void aKeyThatFewObjectsHaveMayComeLate() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 30_000; row++) {
            text.append("{\"user\":").append(row % 300).append(",\"item\":").append(row / 300).append(row < 25_000 ? "}" : ",\"liked\":" + row % 2 + "}").append('\n');
        }
        Path file = Logs.write(folder, "rare.jsonl", text.toString());
        LabelledLog log = Logs.read(LogRequest.of(LogSource.of(file.toString()), new LabelRule("liked = 1", "liked = 0")).withSplit(new Split.Files()));
        assertThat(log.train().count(Label.POSITIVE)).isEqualTo(2_500);
        assertThat(log.train().count(Label.NEGATIVE)).isEqualTo(2_500);
        assertThat(log.train().count(Label.UNLABELED)).isEqualTo(25_000);
    }

    private static void assertSame(LabelledLog log) {
        assertThat(Logs.rows(log, log.train())).isEqualTo(Logs.rows(expected, expected.train()));
        assertThat(Logs.rows(log, log.valid())).isEqualTo(Logs.rows(expected, expected.valid()));
        assertThat(Logs.rows(log, log.test())).isEqualTo(Logs.rows(expected, expected.test()));
        assertThat(log.users().utf8()).isEqualTo(expected.users().utf8());
        assertThat(log.items().utf8()).isEqualTo(expected.items().utf8());
        assertThat(log.census().train()).isEqualTo(expected.census().train());
        assertThat(log.census().test()).isEqualTo(expected.census().test());
    }
}
