package dev.obverse.lab.result;

import java.util.List;

/**
 * All that a study found, in the order of the study: {@code results.json}.
 *
 * @param format the version of this layout, {@value #FORMAT}
 * @param title what the study is called
 * @param select the validation metric that picks epochs and configurations, and orders the leaderboards
 * @param kernels the provider of vector primitives, for two providers may differ in the last digits
 * @param budgets what each method was allowed to try
 * @param slices the data
 * @param boards the leaderboards
 * @param cells every run
 */
public record StudyResults(
        int format,
        String title,
        String select,
        String kernels,
        List<Budget> budgets,
        List<SliceResult> slices,
        List<Board> boards,
        List<CellResult> cells) {

    /** The version of the layout. */
    public static final int FORMAT = 1;

    /** Copies the lists. */
    public StudyResults {
        budgets = List.copyOf(budgets);
        slices = List.copyOf(slices);
        boards = List.copyOf(boards);
        cells = List.copyOf(cells);
    }
}
