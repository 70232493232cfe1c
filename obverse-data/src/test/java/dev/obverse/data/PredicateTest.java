package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A predicate is one boolean expression over its row. */
final class PredicateTest {
    private static final String NOTHING_ELSE = "may be one boolean expression over the columns of the row and nothing else";

    @TempDir
    Path folder;

    private Path log() {
        return Logs.write(folder, "log.csv", """
                user,item,rating,kind,day,play,length,liked
                a,x,5,view,2024-01-05,9000,4000,true
                a,y,1,view,2024-02-05,100,4000,false
                b,x,3.5,Promo,2024-03-05,,4000,
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rating > 2 | + 0 +",
        "rating >= 3.5 and rating < 4 | 0 0 +",
        "rating between 3 and 6 | + 0 +",
        "rating in (1, 5) | + + 0",
        "play > 2 * length | + 0 0",
        "play > length | + 0 0",
        "play is null | 0 0 +",
        "liked | + 0 0",
        "\"liked\" = 'true' | + 0 0",
        "kind ilike 'promo' and day >= date '2024-01-01' | 0 0 +",
        "day < '2024-02-01' | + 0 0",
        "day + interval 1 month > timestamp '2024-02-10' | 0 + +",
        "length(kind) = 5 | 0 0 +",
        "case when rating > 4 then true else false end | + 0 0",
        "coalesce(play, 0) = 0 | 0 0 +",
        "try_cast(kind as double) is not null or rating = 1 | 0 + 0",
        "RATING::int = 5 -- a comment | + 0 0",
        "user = 'b' | 0 0 +",
        "not (rating > 2) | 0 + 0",
        "abs(rating - 5) < 1e-9 | + 0 0",
        "regexp_matches(kind, '^P') | 0 0 +"
    })
    void maySayWhatOneRowSays(String predicate, String expected) {
        Path log = log();
        try (PairStream pairs = new LogReader().pairs(LogSource.of(log.toString()), new LabelRule(predicate, "rating > 99"))) {
            assertThat(pairs.next()).isTrue();
            StringBuilder labels = new StringBuilder();
            for (int row = 0; row < pairs.size(); row++) {
                labels.append(row == 0 ? "" : " ").append("-+0".charAt(pairs.label(row).code()));
            }
            assertThat(labels).hasToString(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "rating > (select avg(rating) from data_rows)",
        "exists (from data_rows)",
        "rating in (select 1)",
        "rating > 2; drop table data_rows",
        "rating > 2; select 1",
        "1) from read_csv('/etc/passwd') where (true",
        "rating > 2) , (true",
        "rating > avg(rating)",
        "row_number() over () > 2",
        "sum(rating) over () > 2",
        "count(*) > 2",
        "getenv('HOME') = 'x'",
        "random() > 0.5",
        "now() > day",
        "nextval('s') > 0",
        "read_text('/etc/passwd') is not null",
        "list_contains(glob('/etc/*'), 'x')",
        "getvariable('x') = 1",
        "current_setting('threads') = 1",
        "rating > ?",
        "rating > $1",
        "*",
        "columns(*) > 2",
        "#1 > 2",
        "data_rows.rating > 2",
        "[rating, 2][1] > 2",
        "{'a': rating}.a > 2",
        "list_transform([rating], lambda r: r > 2)[1]",
        "cast(rating as struct(a int)) is null",
        "repeat('x', 1000000000) = 'y'",
        "system.main.abs(rating) > 2",
        "error('x') is null",
        "rating > 2 order by 1",
        "rating > 2 limit 1",
        "exists (select 1 from read_csv('/etc/passwd'))",
        "rating > 2 and (copy_database('a') or true)",
        "read_csv('https://example.org/x.csv') is null",
        "(from '/etc/passwd') is null",
        "pg_sleep(10) is null",
        "write_log('x') is null",
        "query('select 1') is null",
        "r\u0430ting::json is null",
        "rating > 2 union select true",
        "rating > 2 qualify true",
        "rating > 2, true"
    })
    void mayDoNothingElse(String predicate) {
        assertThat(Logs.refusal(log(), new LabelRule(predicate, "rating <= 2")))
                .startsWith("--positive \"" + predicate + "\" ")
                .doesNotContain("\n")
                .satisfiesAnyOf(sentence -> assertThat(sentence).contains(NOTHING_ELSE),
                        sentence -> assertThat(sentence).contains("does not parse as SQL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "copy data_rows to 'stolen.csv'",
        "attach 'stolen.db'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "pragma database_list",
        "true; copy (select 1) to 'stolen.csv'",
        "rating > 2) -- ",
        "rating > 2 */ ; select 1 /*",
        "pragma enable_profiling",
        "reset all",
        "call pragma_version()",
        "export database 'stolen'",
        "create table t(a int)",
        "load '/tmp/x.duckdb_extension'",
        "install httpfs from 'https://example.org'",
        "true; set lock_configuration = false",
        "rating > 2 /*",
        "'",
        "rating >"
    })
    void thatIsAnotherStatementDoesNotRun(String predicate) throws Exception {
        assertThat(Logs.refusal(log(), new LabelRule("rating > 2", predicate))).startsWith("--negative \"" + predicate.strip() + "\" ");
        assertThat(Path.of("stolen.csv")).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("log.csv");
        }
    }

    @Test
    void mustBeTrueOrFalse() {
        assertThat(Logs.refusal(log(), new LabelRule("length", "rating <= 2"))).isEqualTo(
                "--positive \"length\" gives a value of type BIGINT, not true or false; write a comparison, such as is_like = 1");
    }

    @Test
    void mustNameColumnsThatAreThere() {
        assertThat(Logs.refusal(log(), new LabelRule("ratting > 2", "rating <= 2"))).isEqualTo("--positive \"ratting > 2\" names column 'ratting', "
                + "which log.csv does not have; it has 'user', 'item', 'rating', 'kind', 'day', 'play', 'length', 'liked'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "-", "case when true then ", "abs(", "rating > 2 and ("})
    void thatIsNestedWithoutEndIsRefusedInOneSentence(String open) {
        assertThat(Logs.refusal(log(), new LabelRule(open.repeat(9_900 / open.length()), "rating <= 2")))
                .startsWith("--positive \"").doesNotContain("\n").hasSizeLessThan(1_000);
    }

    /** NaN is larger than every number in SQL, so a NaN that is computed would label its row. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "play / (length - 4000) > 2 | divides by zero; write nullif(divisor, 0)",
        "play % (length - 4000) > 2 | divides by zero; write nullif(divisor, 0)",
        "sqrt(-rating) > 2 | square root of a negative number",
        "ln(0 * rating) > 2 | logarithm of zero",
        "log10(-rating) > 2 | logarithm of a negative number",
    })
    void thatComputesNoNumberIsRefused(String predicate, String reason) {
        assertThat(Logs.refusal(log(), new LabelRule(predicate, "rating <= 2"))).startsWith("--positive \"" + predicate + "\" and ").contains(reason)
                .doesNotContain("\n");
    }

    @Test
    void mayDivideByZeroWhereItSaysSo() {
        Path log = log();
        assertThat(Logs.refusal(log, new LabelRule("play / nullif(length - 4000, 0) > 2", "rating <= 2"))).contains("matches none of the training rows");
    }

    /** What is left: a NaN of powers and infinities counts as SQL has it. The README says so. */
    @Test
    void thatComputesNanByPowersCountsItAsTheLargestNumber() {
        LabelledLog log = Logs.read(Logs.allTraining(log(), new LabelRule("power(-rating, 0.5) > 1000 and rating > 2", "rating <= 2")));
        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("a x +", "a y -", "b x +"));
    }

    @Test
    void mustNotMatchWhatTheOtherMatches() {
        assertThat(Logs.refusal(log(), new LabelRule("rating > 2", "rating < 4"))).isEqualTo(
                "--positive \"rating > 2\" and --negative \"rating < 4\" both match 1 row (log.csv, row 3); a row may match one of them");
    }

    @Test
    void mustMatchSomething() {
        assertThat(Logs.refusal(log(), new LabelRule("rating > 9", "rating <= 2")))
                .startsWith("--positive \"rating > 9\" matches none of the training rows (of 3 rows read); training needs rows of both labels\n")
                .contains("positive: rating > 9", "train             3            0            1            2");
        assertThat(Logs.refusal(log(), new LabelRule("rating > 9", "rating > 99")))
                .startsWith("--positive \"rating > 9\" and --negative \"rating > 99\" match none of the training rows");
    }

    @Test
    void thatIsBlankOrEndlessIsRefused() {
        assertThat(Logs.refusal(() -> new LabelRule(" ", "x"))).startsWith("--positive is blank");
        assertThat(Logs.refusal(() -> new LabelRule("x", "y".repeat(20_000)))).isEqualTo("--negative is longer than 10000 characters");
    }

    @Test
    void seesNumbersWrittenAsTextAsNumbers() {
        Path file = folder.resolve("t.parquet");
        Logs.sql("COPY (SELECT * FROM (VALUES ('a', 1, '10'), ('a', 2, '9'), ('b', 1, '3.5')) t(user, item, rating)) TO '" + file + "'");
        LabelledLog log = Logs.read(Logs.allTraining(file, new LabelRule("rating > 9", "rating < 3.6")));
        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("a 1 +", "a 2 0", "b 1 -"));
    }
}
