package dev.obverse.core.parameter;

import dev.obverse.core.kernel.RowUnits;
import dev.obverse.core.kernel.Workers;
import java.util.List;

/**
 * A loop over everything that a gradient touches, the rows of each table by slot and all weights, in even ranges that a team of threads shares
 * out ({@link RowUnits}). No two ranges have a value in common, so the result does not depend on who takes which. Made once and run at every
 * step.
 */
public abstract class TouchedLoop {
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
        workers.run(RowUnits.COUNT, 1, run);
    }

    private void run(int from, int to) {
        for (int t = 0; t < tables.size(); t += SIDES) {
            int users = tables.get(t).rows().size();
            int items = t + 1 < tables.size() ? tables.get(t + 1).rows().size() : 0;
            runRows(t, RowUnits.userStart(users, items, from), RowUnits.userStart(users, items, to));
            runRows(t + 1, RowUnits.itemStart(users, items, from), RowUnits.itemStart(users, items, to));
        }
        runWeights(from, to);
    }

    private void runRows(int table, int from, int to) {
        if (from < to) {
            rows(table, tables.get(table), from, to);
        }
    }

    private void runWeights(int from, int to) {
        for (int w = 0; w < weights.size(); w++) {
            int size = weights.get(w).size();
            values(w, weights.get(w), dense.get(w), cut(size, from), cut(size, to));
        }
    }

    private static int cut(int size, int unit) {
        long even = (long) size * unit / RowUnits.COUNT;
        return (int) Math.min(size, (even + LINE - 1) / LINE * LINE);
    }
}
