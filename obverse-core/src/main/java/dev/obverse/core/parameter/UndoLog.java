package dev.obverse.core.parameter;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * The values that a trial step is about to change, so that trial points can be reached from them and it can be taken back exactly: the
 * touched rows of each table and all weights. Costs what the gradient costs, never a copy of the model. Optimizer state is not in it,
 * because a trial has none.
 */
public final class UndoLog {
    private final Kernels kernels;
    private final Workers workers;
    private final List<float[]> savedRows = new ArrayList<>();
    private final List<float[]> savedValues = new ArrayList<>();
    private final TouchedLoop save = new Save();
    private final TouchedLoop restore = new Restore();
    private final TouchedLoop move = new Move();
    private float scale;

    /** Makes an empty log. */
    public UndoLog(Kernels kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
    }

    /** Saves the values of everything that the gradient touches. */
    public void save(Gradients gradients) {
        for (int t = 0; t < gradients.tables().size(); t++) {
            TableGradient gradient = gradients.tables().get(t);
            reserve(savedRows, t, gradient.rows().size() * gradient.table().width());
        }
        for (int w = 0; w < gradients.weights().size(); w++) {
            reserve(savedValues, w, gradients.weights().get(w).size());
        }
        save.over(gradients, workers);
    }

    /** Puts the saved values back; the gradient must touch what the one that was given to {@link #save} touches. */
    public void restore(Gradients gradients) {
        restore.over(gradients, workers);
    }

    /** Goes to {@code saved + scale * steps}, wherever the parameters are now; {@code steps} touches what was saved. */
    public void move(Gradients steps, float scale) {
        this.scale = scale;
        move.over(steps, workers);
    }

    private static void reserve(List<float[]> saved, int position, int length) {
        while (saved.size() <= position) {
            saved.add(new float[0]);
        }
        if (saved.get(position).length < length) {
            saved.set(position, new float[Math.max(length, 2 * saved.get(position).length)]);
        }
    }

    private final class Save extends TouchedLoop {
        @Override
        protected void rows(int table, TableGradient gradient, int from, int to) {
            EmbeddingTable of = gradient.table();
            kernels.gatherRows(
                    of.data(), of.stride(), 0, gradient.rows().ids(), of.width(), savedRows.get(table), 0, of.width(), from, to);
        }

        @Override
        protected void values(int index, Weights parameter, float[] gradient, int from, int to) {
            System.arraycopy(parameter.data(), from, savedValues.get(index), from, to - from);
        }
    }

    private final class Restore extends TouchedLoop {
        @Override
        protected void rows(int table, TableGradient gradient, int from, int to) {
            EmbeddingTable of = gradient.table();
            int[] rows = gradient.rows().ids();
            float[] log = savedRows.get(table);
            for (int slot = from; slot < to; slot++) {
                System.arraycopy(log, slot * of.width(), of.data(), rows[slot] * of.stride(), of.width());
            }
        }

        @Override
        protected void values(int index, Weights parameter, float[] gradient, int from, int to) {
            System.arraycopy(savedValues.get(index), from, parameter.data(), from, to - from);
        }
    }

    private final class Move extends TouchedLoop {
        @Override
        protected void rows(int table, TableGradient gradient, int from, int to) {
            EmbeddingTable of = gradient.table();
            kernels.moveRows(
                    of.data(), of.stride(), gradient.rows().ids(), of.width(), savedRows.get(table), scale, gradient.sums(), from, to);
        }

        @Override
        protected void values(int index, Weights parameter, float[] gradient, int from, int to) {
            System.arraycopy(savedValues.get(index), from, parameter.data(), from, to - from);
            kernels.add(parameter.data(), from, scale, gradient, from, to - from);
        }
    }
}
