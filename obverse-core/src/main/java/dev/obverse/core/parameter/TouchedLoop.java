package dev.obverse.core.parameter;

import dev.obverse.core.kernel.RowSet;
import dev.obverse.core.kernel.Workers;
import java.util.List;

/**
 * A loop over everything that a gradient touches, the rows of each table by slot and all weights, in ranges that a team of threads shares
 * out. No two ranges have a value in common, so the result does not depend on who takes which. Made once and run at every step.
 */
public abstract class TouchedLoop {
    private static final int SHARES = RowSet.SHARES;
    /** Weights are cut at multiples of so many values, so that no two threads write to one cache line. */
    private static final int LINE = 64;

    private final Workers.Task run = this::run;
    private List<TableGradient> tables = List.of();
    private List<Weights> weights = List.of();
    private List<float[]> dense = List.of();

    /** Makes the loop. */
    protected TouchedLoop() {}

    /** Treats slots {@code from} to {@code to - 1} of table number {@code table}. */
    protected abstract void rows(int table, TableGradient gradient, int from, int to);

    /** Treats values {@code from} to {@code to - 1} of weights number {@code index}. */
    protected abstract void values(int index, Weights parameter, float[] gradient, int from, int to);

    /** Runs the loop over a gradient. */
    public final void over(Gradients gradients, Workers workers) {
        tables = gradients.tables();
        weights = gradients.weights();
        dense = gradients.dense();
        workers.run(SHARES, 1, run);
    }

    private void run(int from, int to) {
        for (int t = 0; t < tables.size(); t++) {
            RowSet rows = tables.get(t).rows();
            rows(t, tables.get(t), rows.shareStart(from), rows.shareStart(to));
        }
        for (int w = 0; w < weights.size(); w++) {
            int size = weights.get(w).size();
            values(w, weights.get(w), dense.get(w), cut(size, from), cut(size, to));
        }
    }

    private static int cut(int size, int share) {
        long even = (long) size * share / SHARES;
        return (int) Math.min(size, (even + LINE - 1) / LINE * LINE);
    }
}
