package dev.obverse.core.parameter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values that a trial step is about to change, so that it can be taken back exactly: the touched rows of each table and all
 * weights. Costs what the gradient costs, never a copy of the model. Optimizer state is not in it, because a trial has none.
 */
public final class UndoLog {
    private final List<float[]> saved = new ArrayList<>();

    /** Saves the values of everything that the gradient touches. */
    public void save(Gradients gradients) {
        List<TableGradient> tables = gradients.tables();
        for (int t = 0; t < tables.size(); t++) {
            TableGradient gradient = tables.get(t);
            copyRows(gradient, room(t, gradient.rows().size() * gradient.table().width()), false);
        }
        for (int w = 0; w < gradients.weights().size(); w++) {
            Weights weights = gradients.weights().get(w);
            System.arraycopy(weights.data(), 0, room(tables.size() + w, weights.size()), 0, weights.size());
        }
    }

    /** Puts the saved values back; the gradient must be the one that was given to {@link #save}, unchanged. */
    public void restore(Gradients gradients) {
        List<TableGradient> tables = gradients.tables();
        for (int t = 0; t < tables.size(); t++) {
            copyRows(tables.get(t), saved.get(t), true);
        }
        for (int w = 0; w < gradients.weights().size(); w++) {
            Weights weights = gradients.weights().get(w);
            System.arraycopy(saved.get(tables.size() + w), 0, weights.data(), 0, weights.size());
        }
    }

    private static void copyRows(TableGradient gradient, float[] log, boolean restore) {
        EmbeddingTable table = gradient.table();
        float[] data = table.data();
        int width = table.width();
        for (int slot = 0; slot < gradient.rows().size(); slot++) {
            int row = gradient.rows().row(slot) * table.stride();
            if (restore) {
                System.arraycopy(log, slot * width, data, row, width);
            } else {
                System.arraycopy(data, row, log, slot * width, width);
            }
        }
    }

    private float[] room(int position, int length) {
        while (saved.size() <= position) {
            saved.add(new float[0]);
        }
        if (saved.get(position).length < length) {
            saved.set(position, Arrays.copyOf(saved.get(position), Math.max(length, 2 * saved.get(position).length)));
        }
        return saved.get(position);
    }
}
