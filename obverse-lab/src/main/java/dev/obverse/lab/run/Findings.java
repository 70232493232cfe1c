package dev.obverse.lab.run;

import dev.obverse.core.metric.Metric;
import dev.obverse.lab.result.Board;
import dev.obverse.lab.result.Budget;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.result.SliceResult;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.statistics.Boards;
import dev.obverse.lab.statistics.JudgedRows;
import dev.obverse.lab.statistics.ScoredCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the slices and cells of a study and draws the conclusions. Slices come before their cells. Not safe for several threads.
 */
public final class Findings {
    private final String title;
    private final String select;
    private final String kernels;
    private final List<Budget> budgets;
    private final List<SliceResult> slices = new ArrayList<>();
    private final Map<String, JudgedRows> rows = new LinkedHashMap<>();
    private final List<ScoredCell> cells = new ArrayList<>();

    /**
     * Starts.
     *
     * @param title what the study is called
     * @param select public name of the validation metric that picks epochs and configurations
     * @param kernels the name of the provider of vector primitives
     * @param budgets what each method was allowed to try; empty if nothing was tuned
     */
    public Findings(String title, String select, String kernels, List<Budget> budgets) {
        this.title = title;
        this.select = select;
        this.kernels = kernels;
        this.budgets = List.copyOf(budgets);
    }

    /** Adds a slice and its floors. */
    public void add(Slice slice, Floors floors) {
        add(SliceSummary.of(slice, floors));
    }

    /** Adds a slice. */
    void add(SliceSummary slice) {
        slices.add(slice.result());
        rows.put(slice.result().id(), slice.rows());
    }

    /** Adds a cell. */
    public void add(CellResult result, float[] logits) {
        cells.add(new ScoredCell(result, logits));
    }

    /** Returns all that is known, with the leaderboards. */
    public StudyResults results() {
        List<Board> boards = new Boards(Metric.named(select), budgets, slices, rows).of(cells);
        return new StudyResults(StudyResults.FORMAT, title, select, kernels, budgets, slices, boards,
                cells.stream().map(ScoredCell::result).toList());
    }
}
