package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @ValueSource(strings = {
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '%s/secret.csv'",
        "SELECT * FROM glob('%s/*')",
        "COPY (SELECT 1) TO '%s/stolen.csv'",
        "COPY (SELECT 1) TO '%s/named.csv.gz'",
        "ATTACH '%s/stolen.db'",
        "EXPORT DATABASE '%s/stolen'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SET memory_limit = '100GB'",
        "RESET lock_configuration",
        "SET lock_configuration = false",
        "SET temp_directory = '/tmp'",
        "SET allowed_directories = ['/']",
        "SET autoinstall_known_extensions = true",
        "SET custom_extension_repository = 'http://example.org'",
        "PRAGMA memory_limit = '100GB'",
        "PRAGMA enable_profiling",
        "CALL load_aws_credentials()",
        "CREATE SECRET s (TYPE S3, KEY_ID 'a', SECRET 'b')",
        "CREATE PERSISTENT SECRET s (TYPE S3, KEY_ID 'a', SECRET 'b')",
        "ATTACH 'https://example.org/x.db'",
        "ATTACH ':memory:' AS other; COPY FROM DATABASE memory TO other; EXPORT DATABASE '%s/stolen'",
        "IMPORT DATABASE '%s'",
        "SELECT * FROM read_csv('%s/secret.csv')",
        "SELECT * FROM read_csv(['%s/named.csv', '%s/secret.csv'])",
        "SELECT * FROM read_csv('%s/../%n/secret.csv')",
        "SELECT * FROM read_csv('%s/*.csv')",
        "SELECT * FROM read_json('%s/secret.csv')",
        "SELECT * FROM read_blob('%s/secret.csv')",
        "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
        "SELECT * FROM parquet_metadata('%s/secret.csv')",
        "SELECT * FROM sniff_csv('%s/secret.csv')",
        "SELECT content FROM read_text('%s/secret.csv')",
        "CREATE TABLE t AS FROM '%s/secret.csv'",
        "COPY data FROM '%s/secret.csv'"
    })
    void theConnectionItselfReachesNothingButTheNamedFiles(String statement) throws Exception {
        Path named = Logs.write(folder, "named.csv", "a,b\n1,2\n");
        Logs.write(folder, "secret.csv", "a,b\n1,2\n");
        try (Database database = Database.open(Resources.DEFAULT, List.of(named))) {
            assertThat(database.numbers("SELECT count(*) FROM read_csv('" + named + "')")[0]).isEqualTo(1);
            String sql = statement.replace("%s", folder.toString()).replace("%n", String.valueOf(folder.getFileName()));
            assertThatThrownBy(() -> run(database, sql)).isInstanceOf(DatabaseException.class);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("named.csv", "secret.csv");
        }
    }

    @Test
    void theConnectionHasALimitedMemoryAndItsSettingsAreLocked() {
        try (Database database = Database.open(new Resources("64MiB", 1), List.of())) {
            assertThat(database.rows("SELECT current_setting('memory_limit'), current_setting('lock_configuration'), "
                    + "current_setting('enable_external_access'), current_setting('autoload_known_extensions')",
                    row -> row.getString(1) + " " + row.getBoolean(2) + " " + row.getBoolean(3) + " " + row.getBoolean(4)).get(0))
                    .isEqualTo("64.0 MiB true false false");
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
    void aNulInAnIdIsKeptOrRefused() {
        Path file = Logs.write(folder, "log.csv", "user,item,rating\na\u0000b,x,3\na,y,1\n");
        String refusal = Logs.refusal(file, Logs.RATING);
        if (refusal.equals("(it was not refused)")) {
            LabelledLog log = Logs.read(Logs.allTraining(file, Logs.RATING));
            assertThat(log.users().id(0)).isEqualTo("a\u0000b");
        } else {
            assertThat(refusal).startsWith("log.csv").doesNotContain("\n");
        }
    }

    private static void run(Database database, String sql) {
        if (sql.startsWith("SELECT")) {
            database.rows(sql, row -> row.getString(1));
        } else {
            database.run(sql);
        }
    }
}
