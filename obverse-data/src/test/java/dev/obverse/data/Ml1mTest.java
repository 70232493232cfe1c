package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The authors' split of MovieLens 1M, where it is at hand. */
final class Ml1mTest {
    private static final Path FOLDER = Path.of("../../shared/data/ml1m");

    @Test
    void isReadAsItsAuthorsSplitIt() {
        assumeTrue(Files.isDirectory(FOLDER), "the folder " + FOLDER + " is absent");
        LogSource data = LogSource.of(FOLDER + "/train.tsv").withColumns(List.of("user", "item", "rating"));
        LabelledLog log = new LogReader().read(LogRequest.of(data, new LabelRule("rating > 2", "rating <= 2"))
                .withValid(FOLDER + "/valid.tsv").withTest(FOLDER + "/test.tsv"));

        assertThat(log.train().size() + log.valid().size() + log.test().size()).isEqualTo(1_000_209);
        assertThat(log.census().train().unlabeled()).isZero();
        assertThat(log.users().size()).isLessThanOrEqualTo(6040).isGreaterThan(6000);
        assertThat(log.users().id(log.train().user(0))).isEqualTo("1");
        assertThat(log.items().id(log.train().item(0))).isEqualTo("914");
        assertThat(log.hashes()).extracting(FileHash::name).containsExactly("train.tsv", "valid.tsv", "test.tsv");
    }
}
