package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "RESET lock_configuration"
    })
    void theConnectionItselfReachesNothingButTheNamedFiles(String statement) {
        Path named = Logs.write(folder, "named.csv", "a,b\n1,2\n");
        Logs.write(folder, "secret.csv", "a,b\n1,2\n");
        try (Database database = Database.open(Resources.DEFAULT, List.of(named))) {
            assertThat(database.numbers("SELECT count(*) FROM read_csv('" + named + "')")[0]).isEqualTo(1);
            String sql = statement.replace("%s", folder.toString());
            assertThatThrownBy(() -> run(database, sql)).isInstanceOf(DatabaseException.class);
        }
        assertThat(folder.resolve("stolen.csv")).doesNotExist();
    }

    private static void run(Database database, String sql) {
        if (sql.startsWith("SELECT")) {
            database.rows(sql, row -> row.getString(1));
        } else {
            database.run(sql);
        }
    }
}
