package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.data.TableWriter.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables are written whole, in order, with digits that round-trip. */
final class TableWriterTest {
    private static final List<Column> COLUMNS = List.of(Column.text("user"), Column.integer("n"), Column.real("x"), Column.single("y"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"t.csv", "t.tsv", "t.csv.gz", "t.jsonl", "t.parquet"})
    void whatIsWrittenIsReadBackBitForBit(String name) throws SQLException {
        Path file = folder.resolve(name);
        SplittableRandom random = new SplittableRandom(1);
        List<Double> written = new ArrayList<>();
        try (TableWriter table = TableWriter.open(file, COLUMNS, Resources.DEFAULT)) {
            for (int row = 0; row < 200_000; row++) {
                double value = row % 2 == 0 ? random.nextDouble() : Double.longBitsToDouble(random.nextLong() & 0x7fdfffffffffffffL);
                written.add(value);
                table.text(row % 1000 == 0 ? "a,\"b\"\tc\nd" + row : "u" + row).integer(row).real(value).single((float) value).end();
            }
            assertThat(file).doesNotExist();
            assertThat(table.commit()).isEqualTo(200_000);
        }
        String from = name.contains("jsonl") ? "read_json('" + file + "')" : name.contains("parquet") ? "'" + file + "'"
                : "read_csv('" + file + "', header = true, types = {'x': 'DOUBLE', 'y': 'FLOAT'})";
        try (var connection = DriverManager.getConnection("jdbc:duckdb:"); var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT user, n, x, y::FLOAT FROM " + from)) {
            int row = 0;
            for (; rows.next(); row++) {
                boolean same = rows.getLong(2) == row && rows.getDouble(3) == written.get(row)
                        && rows.getFloat(4) == (float) (double) written.get(row)
                        && rows.getString(1).equals(row % 1000 == 0 ? "a,\"b\"\tc\nd" + row : "u" + row);
                if (!same) {
                    throw new AssertionError("row " + row + " is " + rows.getString(1) + " " + rows.getLong(2) + " " + rows.getDouble(3));
                }
            }
            assertThat(row).isEqualTo(200_000);
        }
    }

    @Test
    void withoutCommitTheOldFileStaysAndNothingElseIsLeft() throws IOException {
        Path file = Logs.write(folder, "t.csv", "old");
        try (TableWriter table = TableWriter.open(file, COLUMNS, Resources.DEFAULT)) {
            table.text("u").integer(1).real(2).single(3).end();
        }
        assertThat(file).hasContent("old");
        try (TableWriter table = TableWriter.open(file, COLUMNS, Resources.DEFAULT)) {
            table.text("u").empty().real(0.1).single(0.1f).end();
            table.commit();
        }
        assertThat(file).hasContent("user,n,x,y\nu,,0.1,0.1\n");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefusedBeforeAnyRow() {
        assertThat(Logs.refusal(() -> TableWriter.open(folder.resolve("t.xlsx"), COLUMNS, Resources.DEFAULT)))
                .isEqualTo("the format of t.xlsx is not known; end its name in .csv, .tsv, .jsonl or .parquet");
        assertThat(Logs.refusal(() -> TableWriter.open(folder.resolve("no/t.csv"), COLUMNS, Resources.DEFAULT)))
                .isEqualTo("there is no folder " + folder + "/no to write t.csv into");
    }
}
