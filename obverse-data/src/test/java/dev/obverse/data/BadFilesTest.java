package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file is said in one sentence that names the file, the place and what to do. */
final class BadFilesTest {
    private static final String GOOD = "user,item,rating\n1,2,3\n1,3,1\n";

    @TempDir
    Path folder;

    private String refusal(String text) {
        return Logs.refusal(Logs.write(folder, "log.csv", text), Logs.RATING);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("empty file", "", "log.csv is empty"),
                Arguments.of("header only", "user,item,rating\n", "log.csv has no rows, only a header"),
                Arguments.of("blank first line", "\nuser,item,rating\n1,2,3\n",
                        "log.csv starts with a blank line; its first line must name the columns or be a row"),
                Arguments.of("missing user column", "person,item,rating\n1,2,3\n",
                        "no column of log.csv is known as the user: name it with --user; it has 'person', 'item', 'rating' "
                                + "(its first line was read as the header; if it is a row, name the columns with --columns)"),
                Arguments.of("row too short", "user,item,rating\n1,2,3\n1,2\n",
                        "log.csv, line 3: 2 columns where 3 are expected; correct the row, or give the right --delimiter"),
                Arguments.of("row too long", "user,item,rating\n1,2,3\n1,2,3,4\n",
                        "log.csv, line 3: 4 columns where 3 are expected; correct the row, or give the right --delimiter"),
                Arguments.of("open quote", "user,item,rating\n1,2,3\n1,\"2,3\n",
                        "log.csv, line 3: a quote is opened and not closed; close it, or double quotes inside a field"),
                Arguments.of("null id", "user,item,rating\n1,2,3\n,2,3\n",
                        "log.csv, row 2: column user is blank or null; every row needs a user and an item"),
                Arguments.of("blank id", "user,item,rating\n1,2,3\n1,2,3\n7, \t,3\n",
                        "log.csv, row 3: column item is blank or null; every row needs a user and an item"),
                Arguments.of("text where a number is compared", "user,item,rating\n1,2,3\n1,3,abc\n",
                        "log.csv, row 2: column rating holds 'abc', but --positive \"rating > 2\" takes it for a number; correct the row, "
                                + "or write try_cast(rating AS DOUBLE) to leave such rows UNLABELED"),
                Arguments.of("NaN", "user,item,rating\n1,2,3\n1,3,NaN\n",
                        "log.csv, row 2: column rating is NaN, which SQL takes for larger than every number; leave the value empty or drop "
                                + "the row"),
                Arguments.of("column twice", "user,user,item,rating\n1,1,2,3\n",
                        "log.csv has more than one column 'user'; rename all but one"),
                Arguments.of("one class", "user,item,rating\n1,2,3\n1,3,4\n",
                        "--negative \"rating <= 2\" matches none of the training rows (of 2 rows read); training needs rows of both labels"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void aFileThatIsDamagedOrLacksWhatIsNeededIsRefusedByItsRow(String name, String text, String sentence) {
        assertThat(refusal(text).lines().findFirst()).hasValue(sentence);
    }

    @Test
    void textThatIsNotUtf8() {
        byte[] bytes = "user,item,rating\n1,2,3\n1,?,3\n".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 4] = (byte) 0xff;
        assertThat(Logs.refusal(Logs.write(folder, "log.csv", bytes), Logs.RATING))
                .isEqualTo("log.csv, line 3: the text is not UTF-8; convert the file, for example with iconv");
        bytes[0] = (byte) 0xff;
        assertThat(Logs.refusal(Logs.write(folder, "log.csv", bytes), Logs.RATING))
                .isEqualTo("log.csv, line 1: the text is not UTF-8; convert the file, for example with iconv");
    }

    @Test
    void aDelimiterThatDoesNotFit() {
        Path file = Logs.write(folder, "ratings.dat", "1::914::3\n1::915::1\n");
        assertThat(Logs.refusal(() -> Logs.read(LogRequest.of(LogSource.of(file.toString()).withDelimiter(";"), Logs.RATING))))
                .isEqualTo("only one column was found in ratings.dat with delimiter ';': its first line is '1::914::3'; "
                        + "give the right one, for example --delimiter '::'");
    }

    @Test
    void columnNamesThatDoNotFit() {
        Path file = Logs.write(folder, "log.csv", "1,2,3\n1,3,1\n");
        assertThat(Logs.refusal(() -> Logs.read(LogRequest.of(LogSource.of(file.toString()).withColumns(List.of("user", "item")),
                Logs.RATING)))).isEqualTo("log.csv has 3 columns with delimiter ',', but --columns names 2");
        assertThat(Logs.refusal(() -> LogSource.of("x").withColumns(List.of("a", "A")))).isEqualTo("--columns names 'A' twice");
    }

    @Test
    void aHeaderThatIsReadAsARow() {
        Path file = Logs.write(folder, "log.csv", GOOD);
        assertThat(Logs.refusal(() -> Logs.read(LogRequest.of(LogSource.of(file.toString())
                .withColumns(List.of("user", "item", "stars")), new LabelRule("stars > 2", "stars <= 2")))))
                .startsWith("log.csv, row 1: column stars holds 'rating', but --positive \"stars > 2\" takes it for a number");
        assertThat(Logs.refusal(() -> Logs.read(LogRequest.of(LogSource.of(file.toString())
                .withColumns(List.of("USER", "item", "rating")), Logs.RATING))))
                .isEqualTo("log.csv, line 1 has the names that --columns gives, so it is a header and no row: leave --columns out");
    }

    @Test
    void aNameThatIsNotThere() {
        Path file = Logs.write(folder, "ratings.csv", GOOD);
        Path missing = folder.resolve("rating.csv");
        assertThat(Logs.refusal(missing, Logs.RATING)).isEqualTo("there is no file " + missing + "; did you mean ratings.csv?");
        assertThat(Logs.refusal(folder.resolve("no/x.csv"), Logs.RATING))
                .isEqualTo("there is no file " + folder + "/no/x.csv; there is no folder " + folder + "/no either");
        assertThat(Logs.refusal(folder.resolve("*.parquet"), Logs.RATING)).isEqualTo("no file matches " + folder + "/*.parquet");
        assertThat(Logs.refusal(folder, Logs.RATING))
                .isEqualTo(folder + " is a directory; name its files, for example '" + folder + "/*.csv'");
        assertThat(Logs.refusal(() -> Logs.read(LogRequest.of(LogSource.of(file.toString()).withItem("movie"), Logs.RATING))))
                .isEqualTo("--item names column 'movie', which ratings.csv does not have; it has 'user', 'item', 'rating'");
    }

    @Test
    void aGzipThatIsCutShort() throws IOException {
        byte[] whole = Files.readAllBytes(Logs.gzip(folder, "x.csv.gz", GOOD + "5,6,1\n".repeat(50_000)));
        for (int length : new int[] {12, whole.length / 2, whole.length - 9}) {
            Path cut = Logs.write(folder, "cut.csv.gz", Arrays.copyOf(whole, length));
            assertThat(Logs.refusal(cut, Logs.RATING))
                    .isEqualTo("cut.csv.gz is not a whole gzip file: it is cut short or damaged; fetch it again");
        }
    }

    @Test
    void aParquetThatIsCutShortOrIsNone() throws IOException {
        Path file = folder.resolve("x.parquet");
        Logs.sql("COPY (SELECT range % 100 AS user, range AS item, range % 5 AS rating FROM range(50000)) TO '" + file + "'");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {5, 100, whole.length - 1}) {
            Path cut = Logs.write(folder, "cut.parquet", Arrays.copyOf(whole, length));
            assertThat(Logs.refusal(cut, Logs.RATING)).startsWith("cut.parquet is not a whole Parquet file (").doesNotContain("\n");
        }
        assertThat(Logs.refusal(Logs.write(folder, "text.parquet", GOOD), Logs.RATING)).startsWith("text.parquet is not a whole Parquet file (");
    }

    @Test
    void jsonThatIsNone() {
        String row = "{\"user\":1,\"item\":2,\"rating\":3}\n";
        for (int line : new int[] {1, 2, 500}) {
            Path file = Logs.write(folder, "x.jsonl", row.repeat(line - 1) + "{\"user\":1\n" + row.repeat(3));
            assertThat(Logs.refusal(file, Logs.RATING)).matches("x\\.jsonl, line " + line + ": .*; JSON lines hold one object on every line");
        }
        Path last = Logs.write(folder, "x.jsonl", row.repeat(9) + "{\"user\":1");
        assertThat(Logs.refusal(last, Logs.RATING)).startsWith("x.jsonl, line 10: ");
    }

    @Test
    void oneColumnForUserAndItem() {
        LogRequest request = Logs.allTraining(Logs.write(folder, "x.csv", GOOD), Logs.RATING);
        assertThat(Logs.refusal(() -> Logs.read(request.withData(request.data().withUser("item")))))
                .isEqualTo("column 'item' of x.csv cannot be both the user and the item: name two columns with --user and --item");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "r[.csv", "{a", "x[b-a].csv", "{a{b}}*.csv"})
    void aPatternThatIsNone(String pattern) {
        assertThat(Logs.refusal(() -> Logs.read(LogRequest.of(LogSource.of(folder.resolve(pattern).toString()), Logs.RATING))))
                .startsWith("'" + pattern + "' is no pattern of file names (").endsWith("); correct it, or name the files themselves");
    }

    @Test
    void idsThatAreNotIds() {
        Path file = folder.resolve("x.parquet");
        Logs.sql("COPY (SELECT 1.5::DOUBLE AS user, 2 AS item, 3 AS rating) TO '" + file + "'");
        assertThat(Logs.refusal(file, Logs.RATING))
                .isEqualTo("column 'user' of x.parquet has type DOUBLE; ids must be whole numbers or text");
    }

    @Test
    void nanInParquet() {
        Path file = folder.resolve("x.parquet");
        Logs.sql("COPY (SELECT * FROM (VALUES (1, 2, 3.0::FLOAT), (1, 3, 'nan'::FLOAT)) t(user, item, rating)) TO '" + file + "'");
        assertThat(Logs.refusal(file, Logs.RATING)).startsWith("x.parquet, row 2: column rating is NaN");
    }

    @Test
    void theRowIsCountedInItsOwnFile() {
        Logs.write(folder, "a.csv", GOOD);
        Logs.write(folder, "b.csv", "rating,user,item\n3,1,7\n?,1,8\n");
        assertThat(Logs.refusal(folder.resolve("*.csv"), Logs.RATING)).startsWith("b.csv, row 2: column rating holds '?'");
    }
}
