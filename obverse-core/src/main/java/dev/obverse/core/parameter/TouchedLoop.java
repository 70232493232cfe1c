package dev.obverse.core.parameter;

import dev.obverse.core.kernel.RowSet;
import dev.obverse.core.kernel.Workers;
import java.util.List;

/**
 * A loop over everything that a gradient touches, the rows of each table by slot and all weights, in ranges that a team of threads shares
 * out. No two ranges have a value in common, so the result does not depend on who takes which. All of the users' shares come first, so that of
 * two threads one keeps the users' tables in its cache and the other one those of the items. Made once and run at every step.
 */
public abstract class TouchedLoop {
    private static final int SHARES = RowSet.SHARES;
    /** The tables of users and of items alternate. */
    private static final int SIDES = 2;
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
        workers.run(SIDES * SHARES, 1, run);
    }

    private void run(int from, int to) {
        runSide(0, Math.min(from, SHARES), Math.min(to, SHARES));
        runSide(1, Math.max(from, SHARES) - SHARES, Math.max(to, SHARES) - SHARES);
        runWeights(from, to);
    }

    private void runSide(int side, int from, int to) {
        for (int t = side; from < to && t < tables.size(); t += SIDES) {
            RowSet rows = tables.get(t).rows();
            rows(t, tables.get(t), rows.shareStart(from), rows.shareStart(to));
        }
    }

    private void runWeights(int from, int to) {
        for (int w = 0; w < weights.size(); w++) {
            int size = weights.get(w).size();
            values(w, weights.get(w), dense.get(w), cut(size, from), cut(size, to));
        }
    }

    private static int cut(int size, int unit) {
        long even = (long) size * unit / (SIDES * SHARES);
        return (int) Math.min(size, (even + LINE - 1) / LINE * LINE);
    }
}
