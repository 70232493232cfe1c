package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.lab.result.Board;
import dev.obverse.lab.result.Comparison;
import dev.obverse.lab.result.Estimate;
import dev.obverse.lab.result.Role;
import dev.obverse.lab.result.Standing;
import dev.obverse.lab.result.StudyResults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LeaderboardTest {
    @Test
    void aRivalThatIsControlAndBaselineIsNamedOnce() {
        Map<String, Estimate> values = Map.of("auc", new Estimate(0.7, null, null, 1));
        Standing standing = new Standing("ig", Role.PAPER, Map.of(), values, values,
                List.of(comparison("control", "bce"), comparison("baseline", "bce"), comparison("floor", "item_mean")));
        Board board = new Board("feed", 1, "gmf", "test", Map.of(), List.of(standing));
        StringWriter out = new StringWriter();
        Leaderboard.print(new PrintWriter(out, true),
                new StudyResults(StudyResults.FORMAT, "Small", "auc", "scalar", List.of(), List.of(), List.of(board), List.of()));
        assertThat(out.toString().lines().toList().getLast()).endsWith("  beats bce (+0.1000), beats item_mean (+0.1000)");
    }

    private static Comparison comparison(String against, String rival) {
        return new Comparison("auc", against, rival, 0.1, null, null, null, "beats");
    }
}
