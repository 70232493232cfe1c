package dev.obverse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TableTest {
    private static final Row FAST = new Row("GMF", "9 M rows/s", "1 M rows/s", 9, 8.5, 9.5, Goal.atLeast(8, 12));
    private static final Row ALONE = Row.missing("NeuMF", "1 M rows/s", "no PyTorch", Goal.atLeast(2.4));

    @ParameterizedTest
    @CsvSource({"7.9, MISSED", "8, MET", "11.9, MET", "12, AIM_MET", "NaN, NOT_MEASURED"})
    void aSpeedMustReachItsFloor(double ratio, Verdict verdict) {
        assertThat(Goal.atLeast(8, 12).judge(ratio)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"3.3, MISSED", "3.2, MET", "2.8, AIM_MET", "NaN, NOT_MEASURED"})
    void aCostMustStayWithinItsFloor(double ratio, Verdict verdict) {
        assertThat(Goal.atMost(3.2, 2.8).judge(ratio)).isEqualTo(verdict);
    }

    @Test
    void withoutAnAimTheFloorIsAllThereIsToMeet() {
        assertThat(Goal.atLeast(1.2).judge(100)).isEqualTo(Verdict.MET);
        assertThat(Goal.NONE.judge(0.01)).isEqualTo(Verdict.NONE);
    }

    @Test
    void columnsLineUpAndAMissingRivalIsSaid() {
        assertThat(Table.of(List.of(FAST, ALONE))).isEqualTo("""
                | what  | ours       | rival      | ratio | rounds       | floor  | aim   | verdict      |
                |-------|------------|------------|-------|--------------|--------|-------|--------------|
                | GMF   | 9 M rows/s | 1 M rows/s | 9.00  | 8.50 to 9.50 | >= 8   | >= 12 | met          |
                | NeuMF | 1 M rows/s | no PyTorch |       |              | >= 2.4 |       | not measured |
                """);
    }

    @Test
    void jsonLeavesOutWhatWasNotMeasured(@TempDir Path directory) throws Exception {
        new Report(Hardware.here(), "no PyTorch", 0.25, new RoundTrip(), 3, List.of(FAST, ALONE)).write(directory);

        JsonNode rows = new JsonMapper().readTree(Files.readString(directory.resolve("results.json"))).get("rows");
        assertThat(rows.get(0).get("ratio").asDouble()).isEqualTo(9);
        assertThat(rows.get(0).get("verdict").asString()).isEqualTo("met");
        assertThat(rows.get(1).has("ratio")).isFalse();
        assertThat(rows.get(1).get("verdict").asString()).isEqualTo("not_measured");
        assertThat(directory.resolve("results.md")).content().contains("no PyTorch", "others had 25 % of it", "| GMF");
    }
}
