package dev.obverse.core.parameter;

import java.util.Arrays;
import java.util.List;

/** The gradient of one batch: of the touched rows of each table, and of all weights. Made once for a head and reused. */
public final class Gradients {
    private final List<TableGradient> tables;
    private final List<Weights> weights;
    private final List<float[]> dense;
    private boolean clear = true;

    /** Makes room for the gradient of these parameters over batches of about so many pairs; grows past it. */
    public Gradients(Parameters parameters, int capacity) {
        tables = parameters.tables().stream().map(table -> new TableGradient(table, capacity)).toList();
        weights = parameters.weights();
        dense = weights.stream().map(w -> new float[w.size()]).toList();
    }

    /** Starts a new batch: no row is touched, every weight's gradient is zero. */
    public void clear() {
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).clear();
        }
        for (int i = 0; i < dense.size(); i++) {
            Arrays.fill(dense.get(i), 0f);
        }
        clear = true;
    }

    /** Returns whether nothing can have been added since it was last cleared: no gradient has been asked for. */
    public boolean isClear() {
        boolean untouched = clear;
        for (int i = 0; i < tables.size(); i++) {
            untouched &= tables.get(i).rows().size() == 0;
        }
        return untouched;
    }

    /** Adds another gradient of the same parameters. */
    public void add(Gradients other) {
        for (int t = 0; t < tables.size(); t++) {
            TableGradient from = other.tables.get(t);
            for (int slot = 0; slot < from.rows().size(); slot++) {
                tables.get(t).add(from.rows().row(slot), 1f, from.sums(), slot * from.table().width());
            }
        }
        for (int w = 0; w < dense.size(); w++) {
            float[] values = other.dense.get(w);
            for (int i = 0; i < values.length; i++) {
                dense.get(w)[i] += values[i];
            }
        }
    }

    /** Returns the gradients of the tables, in the order of the parameters. */
    public List<TableGradient> tables() {
        return tables;
    }

    /** Returns the weights, in the order of the parameters. */
    public List<Weights> weights() {
        return weights;
    }

    /** Returns the gradients of the weights, in their order. Not copies. */
    List<float[]> dense() {
        return dense;
    }

    /** Returns the gradient of a table. */
    public TableGradient of(EmbeddingTable table) {
        clear = false;
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).table() == table) {
                return tables.get(i);
            }
        }
        throw stranger(table);
    }

    /** Returns the gradient of weights, value by value. Not a copy: a backbone adds to it. */
    public float[] of(Weights parameter) {
        clear = false;
        for (int i = 0; i < weights.size(); i++) {
            if (weights.get(i) == parameter) {
                return dense.get(i);
            }
        }
        throw stranger(parameter);
    }

    private static IllegalArgumentException stranger(Parameter parameter) {
        return new IllegalArgumentException("the parameter " + parameter.tensors().get(0).name() + " is not one of this head");
    }
}
