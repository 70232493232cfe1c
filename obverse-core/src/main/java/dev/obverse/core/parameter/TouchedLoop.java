package dev.obverse.core.parameter;

import dev.obverse.core.kernel.Workers;
import java.util.List;

/**
 * A loop over everything that a gradient touches, the rows of each table by slot and all weights, in ranges that a team of threads shares
 * out. No two ranges have a value in common, so the result does not depend on who takes which. Made once and run at every step.
 */
public abstract class TouchedLoop {
    private static final int ROWS = Workers.CHUNK;
    private static final int VALUES = 4096;

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
        int units = 0;
        for (int t = 0; t < tables.size(); t++) {
            units += units(tables.get(t).rows().size(), ROWS);
        }
        for (int w = 0; w < weights.size(); w++) {
            units += units(weights.get(w).size(), VALUES);
        }
        workers.run(units, 1, run);
    }

    private static int units(int size, int unit) {
        return (size + unit - 1) / unit;
    }

    /** Finds what the units belong to: tables come first, then weights. */
    private void run(int from, int to) {
        int start = 0;
        for (int t = 0; t < tables.size() && start < to; t++) {
            int size = tables.get(t).rows().size();
            int first = Math.max(0, from - start) * ROWS;
            int end = Math.min(size, (to - start) * ROWS);
            if (first < end) {
                rows(t, tables.get(t), first, end);
            }
            start += units(size, ROWS);
        }
        for (int w = 0; w < weights.size() && start < to; w++) {
            int size = weights.get(w).size();
            int first = Math.max(0, from - start) * VALUES;
            int end = Math.min(size, (to - start) * VALUES);
            if (first < end) {
                values(w, weights.get(w), dense.get(w), first, end);
            }
            start += units(size, VALUES);
        }
    }
}
