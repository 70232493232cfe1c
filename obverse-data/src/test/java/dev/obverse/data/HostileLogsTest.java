package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs and statements that mean harm, or look as if they did. */
final class HostileLogsTest {
    @TempDir
    Path folder;

    @Test
    void strangeIdsStayAsTheyAre() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating\n"
                + "1e9,-5,3\n1000000000,0x1F,1\n007,\"a,b\",3\n7,\"line\nbreak\",1\nnull,\"say \"\"hi\"\"\",3\n"
                + "p\u0430ul,'; drop table users; --,1\npaul,\u202eabc,3\n 7,#not a comment,1\n");
        LabelledLog log = Logs.read(Logs.allTraining(file, Logs.RATING));

        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("1e9 -5 +", "1000000000 0x1F -", "007 a,b +", "7 line\nbreak -",
                "null say \"hi\" +", "p\u0430ul '; drop table users; -- -", "paul \u202eabc +", " 7 #not a comment -"));
    }

    @Test
    void aFieldOfTenMegabytesIsRead() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating,note\na,x,3,\"" + "y\n".repeat(5_000_000) + "\"\na,y,1,z\n");
        assertThat(Logs.read(Logs.allTraining(file, Logs.RATING)).train().size()).isEqualTo(2);
    }

    @Test
    void aRowOfFortyMegabytesIsRefusedByItsLine() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating,note\na,x,3,z\na,y,1," + "y".repeat(40_000_000) + "\n");
        assertThat(Logs.refusal(() -> Logs.read(Logs.allTraining(file, Logs.RATING)))).isEqualTo("log.csv, line 3: the row is longer than 32 MiB");
    }

    @Test
    void aFileThatIsOneEndlessLineIsRefused() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating" + "x".repeat(3_000_000));
        assertThat(Logs.refusal(() -> Logs.read(Logs.allTraining(file, Logs.RATING)))).startsWith("log.csv, line 1: no end of line within");
    }

    @Test
    void columnNamesThatLookLikeSqlAreOnlyNames() {
        Path file = Logs.write(folder, "log.csv", "user,item,\"rating\"\"); DROP TABLE data_rows; --\"\na,x,3\na,y,1\n");
        String name = "\"rating\"\"); DROP TABLE data_rows; --\"";
        LabelledLog log = Logs.read(Logs.allTraining(file, new LabelRule(name + " > 2", name + " <= 2")));
        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("a x +", "a y -"));
    }

    @Test
    void aFileNameWithAQuoteIsOnlyAName() {
        Path file = Logs.write(folder, "it's') --.csv", "user,item,rating\na,x,3\na,y,1\n");
        assertThat(Logs.read(Logs.allTraining(file, Logs.RATING)).train().size()).isEqualTo(2);
    }

    /** What an open connection does with files that nobody named. */
    static List<String> readsAndWrites() {
        return List.of(
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM '%s/secret.csv'",
                "SELECT * FROM glob('%s/*')",
                "SELECT * FROM read_csv('%s/secret.csv')",
                "SELECT * FROM read_csv(['%s/named.csv', '%s/secret.csv'])",
                "SELECT * FROM read_csv('%s/../%n/secret.csv')",
                "SELECT * FROM read_csv('%s/*.csv')",
                "SELECT * FROM read_json('%s/secret.json')",
                "SELECT * FROM read_blob('%s/secret.csv')",
                "SELECT * FROM parquet_metadata('%s/secret.parquet')",
                "SELECT content FROM read_text('%s/secret.csv')",
                "CREATE TABLE t AS SELECT * FROM sniff_csv('%s/secret.csv')",
                "CREATE TABLE t AS FROM '%s/secret.csv'",
                "CREATE TABLE t(a INT, b INT); COPY t FROM '%s/secret.csv'",
                "IMPORT DATABASE '%s/exported'",
                "COPY (SELECT 1) TO '%s/stolen.csv'",
                "COPY (SELECT 1) TO '%s/named.csv.gz'",
                "ATTACH '%s/stolen.db'",
                "EXPORT DATABASE '%s/stolen'",
                "ATTACH ':memory:' AS other; COPY FROM DATABASE memory TO other; EXPORT DATABASE '%s/stolen'");
    }

    @ParameterizedTest
    @MethodSource("readsAndWrites")
    void theConnectionItselfReachesNothingButTheNamedFiles(String statement) throws Exception {
        writeFilesThatNobodyNames();
        List<String> before = files();
        Path named = folder.resolve("named.csv");
        try (Database database = Database.open(Resources.DEFAULT, List.of(named))) {
            assertThat(database.numbers("SELECT count(*) FROM read_csv('" + named + "')")[0]).isEqualTo(1);
            assertThatThrownBy(() -> run(database, inFolder(statement))).isInstanceOf(DatabaseException.class)
                    .hasMessageStartingWith("Permission Error: Cannot access ").hasMessageContaining("file system operations are disabled by configuration");
        }
        assertThat(files()).isEqualTo(before);
    }

    /** Else a statement that no connection understands would pass for one that is kept from its aim. */
    @ParameterizedTest
    @MethodSource("readsAndWrites")
    void aConnectionThatIsNotLockedDoesReachThem(String statement) {
        writeFilesThatNobodyNames();
        Logs.sql(inFolder(statement));
    }

    private void writeFilesThatNobodyNames() {
        Logs.write(folder, "named.csv", "a,b\n1,2\n");
        Logs.write(folder, "secret.csv", "a,b\n1,2\n");
        Logs.write(folder, "secret.json", "{\"a\":1}\n");
        Logs.sql("COPY (SELECT 1 AS a) TO '" + folder.resolve("secret.parquet") + "'");
        Logs.sql("CREATE TABLE s(a INT); EXPORT DATABASE '" + folder.resolve("exported") + "'");
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private String inFolder(String statement) {
        return statement.replace("%s", folder.toString()).replace("%n", String.valueOf(folder.getFileName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SET allowed_directories = ['/']",
        "SET memory_limit = '100GB'",
        "PRAGMA memory_limit = '100GB'",
        "PRAGMA enable_profiling",
        "RESET lock_configuration",
        "SET lock_configuration = false",
        "SET temp_directory = '/tmp'",
        "SET autoinstall_known_extensions = true",
        "SET custom_extension_repository = 'http://example.org'"
    })
    void theSettingsOfTheConnectionCannotBeChanged(String statement) {
        try (Database database = Database.open(Resources.DEFAULT, List.of())) {
            assertThatThrownBy(() -> run(database, statement)).isInstanceOf(DatabaseException.class)
                    .hasMessageStartingWith("Invalid Input Error: Cannot change configuration option").hasMessageContaining("the configuration has been locked");
        }
    }

    /** The network is the matter of an extension, and none is found, fetched or loaded. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "INSTALL httpfs | Permission Error: Cannot access directory",
        "LOAD httpfs | Permission Error: Loading external extensions is disabled through configuration",
        "SELECT * FROM read_csv('https://example.org/x.csv') | Permission Error: Cannot access file \"https://example.org/x.csv\"",
        "SELECT * FROM read_parquet('s3://bucket/x.parquet') | Permission Error: Cannot access file \"s3://bucket/x.parquet\"",
        "ATTACH 'https://example.org/x.db' | requires the extension httpfs to be loaded",
        "CALL load_aws_credentials() | is not in the catalog, but it exists in the aws extension",
        "CREATE SECRET s (TYPE S3, KEY_ID 'a', SECRET 'b') | does not exist, but it exists in the httpfs extension",
        "CREATE PERSISTENT SECRET s (TYPE S3, KEY_ID 'a', SECRET 'b') | does not exist, but it exists in the httpfs extension"
    })
    void theConnectionItselfLoadsNoExtensionAndReachesNoNetwork(String statement, String reason) {
        try (Database database = Database.open(Resources.DEFAULT, List.of())) {
            assertThatThrownBy(() -> run(database, statement)).isInstanceOf(DatabaseException.class).hasMessageContaining(reason);
        }
    }

    @Test
    void theConnectionHasALimitedMemoryAndItsSettingsAreLocked() {
        try (Database database = Database.open(new Resources("64MiB", 1), List.of())) {
            assertThat(database.rows("SELECT name || ' ' || value FROM duckdb_settings() WHERE name IN ('memory_limit', 'lock_configuration', "
                    + "'enable_external_access', 'autoload_known_extensions', 'autoinstall_known_extensions', 'allow_community_extensions', "
                    + "'allow_persistent_secrets')", row -> row.getString(1)))
                    .containsExactlyInAnyOrder("memory_limit 64.0 MiB", "lock_configuration true", "enable_external_access false",
                            "autoload_known_extensions false", "autoinstall_known_extensions false", "allow_community_extensions false",
                            "allow_persistent_secrets false");
        }
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreNoPartOfNamesAndIds() {
        Path file = Logs.write(folder, "log.csv", "\ufeffuser,item,rating\r\na,x,3\r\n\"b\r\nb\",\"y\",1\r\n");
        LabelledLog log = Logs.read(Logs.allTraining(file, Logs.RATING));
        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("a x +", "b\r\nb y -"));
    }

    @Test
    void lineEndsThatChangeInTheMiddleAreRefused() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating\na,x,3\r\nb,y,1\nc,z,3\r\n");
        assertThat(Logs.refusal(file, Logs.RATING)).startsWith("log.csv").endsWith("make all lines end alike, in LF or in CRLF");
    }

    /** 1e9 and 1000000000 are two users: an id is its text, whatever number it looks like. */
    @Test
    void idsThatLookLikeOneNumberStayApart() {
        List<String> users = List.of("1e9", "1000000000", "1000000000.0", "+1", "1", "-1", "-0", "0", "99999999999999999999999", "NaN", "inf");
        StringBuilder text = new StringBuilder("user,item,rating\n");
        for (int row = 0; row < users.size(); row++) {
            text.append(users.get(row)).append(row % 2 == 0 ? ",1,3\n" : ",1,1\n");
        }
        Path file = Logs.write(folder, "log.csv", text.toString());
        LabelledLog log = Logs.read(Logs.allTraining(file, Logs.RATING));
        assertThat(log.users().size()).isEqualTo(11);
        assertThat(log.users().id(0)).isEqualTo("1e9");
        assertThat(log.users().id(5)).isEqualTo("-1");
    }

    /** Latin a and Cyrillic a, composed and decomposed accents, full-width digits, zero-width spaces: what differs in bytes differs. */
    @Test
    void idsThatOnlyLookAlikeStayApart() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating\npaul,1,3\np\u0430ul,1,1\nzo\u00e9,1,3\nzoe\u0301,1,1\n\uff11,1,3\n1,1,1\n1\u200b,1,3\n");
        LabelledLog log = Logs.read(Logs.allTraining(file, Logs.RATING));
        assertThat(log.users().size()).isEqualTo(7);
        assertThat(log.users().id(1)).isEqualTo("p\u0430ul");
        assertThat(log.users().id(6)).isEqualTo("1\u200b");
    }

    @Test
    void aColumnThatOnlyLooksLikeTheRightOneIsNotTaken() {
        Path file = Logs.write(folder, "log.csv", "user,item,r\u0430ting\na,x,3\na,y,1\n");
        assertThat(Logs.refusal(file, Logs.RATING)).isEqualTo("--positive \"rating > 2\" names column 'rating', which log.csv does not have; it has 'user', "
                + "'item', 'r\u0430ting'");
    }

    @Test
    void headersThatDifferInCaseOrSpacesAreDuplicatesWhereTheyAreNeeded() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating,note,note\na,x,3,1,2\na,y,1,3,4\n");
        assertThat(Logs.read(Logs.allTraining(file, Logs.RATING)).train().size()).as("nobody asks for the notes").isEqualTo(2);
        assertThat(Logs.refusal(file, new LabelRule("note = 1", "note = 3"))).isEqualTo("log.csv has more than one column 'note'; rename all but one");
        Path cased = Logs.write(folder, "cased.csv", "user,item,Rating, RATING\na,x,3,1\na,y,1,3\n");
        assertThat(Logs.refusal(cased, Logs.RATING)).isEqualTo("cased.csv has more than one column 'rating'; rename all but one");
    }

    @Test
    void quotesInTheMiddleOfAFieldAreTextOrAreRefused() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating\na,x,3\na,\"y\" z,1\n");
        assertThat(Logs.refusal(file, Logs.RATING)).startsWith("log.csv, line 3: ").doesNotContain("\n");
        Path inside = Logs.write(folder, "inside.csv", "user,item,rating\na\"b,x,3\na,y,1\n");
        LabelledLog log = Logs.read(Logs.allTraining(inside, Logs.RATING));
        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("a\"b x +", "a y -"));
    }

    @Test
    void aNulInAnIdIsKept() {
        for (Path file : List.of(Logs.write(folder, "log.csv", "user,item,rating\na\u0000b,x,3\na,y,1\n"),
                Logs.write(folder, "log.jsonl", "{\"user\":\"a\\u0000b\",\"item\":\"x\",\"rating\":3}\n{\"user\":\"a\",\"item\":\"y\",\"rating\":1}\n"))) {
            LabelledLog log = Logs.read(Logs.allTraining(file, Logs.RATING));
            assertThat(log.users().size()).isEqualTo(2);
            assertThat(log.users().id(0)).isEqualTo("a\u0000b");
        }
    }

    @Test
    void anIdOfTenMegabytesIsKeptWhole() {
        String id = "y".repeat(9_999_999) + "z";
        Path file = Logs.write(folder, "log.csv", "user,item,rating\n" + id + ",x,3\na,x,1\n");
        LabelledLog log = Logs.read(Logs.allTraining(file, Logs.RATING));
        assertThat(log.users().id(0).equals(id)).as("the id is the same").isTrue();
    }

    @Test
    void aPredicateSeesAllOfAFieldOfTenMegabytes() {
        String note = "y".repeat(10_000_000);
        Path file = Logs.write(folder, "log.csv", "user,item,note\na,x," + note + "z\na,y," + note + "\n");
        LabelledLog log = Logs.read(Logs.allTraining(file, new LabelRule("note LIKE '%z'", "note NOT LIKE '%z'")));
        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("a x +", "a y -"));
    }

    private static String json(String first, String second) {
        return "{\"user\":" + first + ",\"item\":\"x\",\"rating\":3}\n{\"user\":" + second + ",\"item\":\"y\",\"rating\":1}\n";
    }

    /** DuckDB would spell them otherwise, 1e9 as 1000000000.0, and so make one more user of them. */
    @ParameterizedTest
    @ValueSource(strings = {"1e9", "1E9", "1.0", "1000000000.0", "-1.5e-3", "1e400"})
    void aNumberOfJsonThatIsNotWrittenAsAWholeOneIsNoId(String number) {
        assertThat(Logs.refusal(Logs.write(folder, "log.jsonl", json("\"abc\"", number)), Logs.RATING)).isEqualTo("log.jsonl, row 2: column user is blank or "
                + "null, or a number with a point or an exponent; every row needs a user and an item, as text or a whole number");
    }

    @ParameterizedTest
    @CsvSource({"'\"1e9\"', 1e9", "'\"1.0\"', 1.0", "1000000000, 1000000000", "-5, -5", "12345678901234567890123, 12345678901234567890123",
        "'\"\\\"q\\\" {é\"', '\"q\" {é'", "'\"null\"', null"})
    void idsOfJsonKeepTheirText(String written, String id) {
        LabelledLog log = Logs.read(Logs.allTraining(Logs.write(folder, "log.jsonl", json(written, "\"abc\"")), Logs.RATING));
        assertThat(log.users().id(0)).isEqualTo(id);
    }

    @Test
    void aPredicateMayNameAnIdOfJson() {
        Path file = Logs.write(folder, "log.jsonl", json("7", "\"abc\""));
        LabelledLog log = Logs.read(Logs.allTraining(file, new LabelRule("user = '7'", "user = 'abc'")));
        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("7 x +", "abc y -"));
    }

    @Test
    void aKeyOfJsonThatStandsTwiceIsRefused() {
        String text = json("1", "2").replaceFirst("\"item\"", "\"user\":3,\"item\"");
        assertThat(Logs.refusal(Logs.write(folder, "log.jsonl", text), Logs.RATING)).startsWith("log.jsonl: ").contains("line 1", "duplicate key \"user\"");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedInEveryFormat() throws IOException {
        assertThat(Logs.refusal(Logs.write(folder, "log.jsonl", broken(json("\"aXXX\"", "2"))), Logs.RATING)).startsWith("log.jsonl").contains("invalid UTF-8");
        Path gzip = folder.resolve("log.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(broken("user,item,rating\naXXX,x,3\na,y,1\n"));
        }
        assertThat(Logs.refusal(gzip, Logs.RATING)).isEqualTo("log.csv.gz, line 2: the text is not UTF-8; convert the file, for example with iconv");
        Path parquet = folder.resolve("log.parquet");
        Logs.sql("COPY (SELECT 'aXXX' AS user, 'x' AS item, 3 AS rating UNION ALL SELECT 'b', 'y', 1) TO '" + parquet + "' (COMPRESSION uncompressed)");
        Files.write(parquet, broken(Files.readString(parquet, StandardCharsets.ISO_8859_1)));
        assertThat(Logs.refusal(parquet, Logs.RATING)).startsWith("log.parquet is not a whole Parquet file").contains("not valid UTF8");
    }

    private static byte[] broken(String text) {
        assertThat(text).contains("aXXX");
        return text.replace("aXXX", "aX\u00ffX").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void run(Database database, String sql) {
        if (sql.startsWith("SELECT")) {
            database.rows(sql, row -> row.getString(1));
        } else {
            database.run(sql);
        }
    }
}
