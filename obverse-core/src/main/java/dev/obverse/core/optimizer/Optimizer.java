package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.parameter.TouchedLoop;
import dev.obverse.core.parameter.Weights;

/**
 * Turns a gradient into an update of exactly what the batch touched. Rows of a table outside the batch keep their values and their
 * optimizer state; weights are updated as a whole. One optimizer serves a whole run, both heads of a model included.
 */
public abstract sealed class Optimizer permits Sgd, Adagrad, LazyAdam {
    private final Kernels kernels;
    private final double rate;
    private final float l2;
    private final Workers alone = Workers.none();
    private final TouchedLoop updates = new Updates();
    private long steps;

    /** Keeps what all optimizers have; {@code l2} is added to the gradient as {@code l2 * theta} of what the batch touched. */
    Optimizer(Kernels kernels, double rate, double l2) {
        this.kernels = kernels;
        this.rate = rate;
        this.l2 = (float) l2;
    }

    /** Returns how many values of state this optimizer keeps per value. */
    public abstract int stateSlots();

    /** Returns how many steps have been taken. */
    public final long steps() {
        return steps;
    }

    /** Continues after so many steps, when a run is resumed. */
    public final void resumeAt(long steps) {
        this.steps = steps;
    }

    /** Takes one step down a gradient. */
    public final void step(Gradients gradients) {
        step(gradients, alone);
    }

    /** Takes one step down a gradient, rows and weights shared out among threads. */
    public final void step(Gradients gradients, Workers workers) {
        steps++;
        begin(steps);
        updates.over(gradients, workers);
    }

    /** Returns the smallest change of settings that would help against a run that diverges, as {@code name=value} with its reason. */
    public final String remedy() {
        if (rate * l2 >= 1) {
            return "l2=" + (float) (0.1 / rate) + " or less: learning-rate x l2 is " + (float) (rate * l2)
                    + ", which throws every value past zero at each step";
        }
        return "learning-rate=" + (float) (rate / 10) + " (it is " + (float) rate + ")";
    }

    /** Prepares step 1, 2, .... */
    void begin(long step) {}

    /** Updates {@code width} values that start at {@code at}; their state lies {@code state} values behind them, and again. */
    abstract void update(float[] values, int at, int state, int width, float[] gradient, int gradientAt);

    /** Updates the rows of some slots, the state of each behind its values. */
    void updateRows(float[] data, int stride, int[] rows, int width, float[] gradients, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            update(data, rows[slot] * stride, width, width, gradients, slot * width);
        }
    }

    final Kernels kernels() {
        return kernels;
    }

    final float l2() {
        return l2;
    }

    private final class Updates extends TouchedLoop {
        @Override
        protected void rows(int index, TableGradient gradient, int from, int to) {
            EmbeddingTable table = gradient.table();
            updateRows(table.data(), table.stride(), gradient.rows().ids(), table.width(), gradient.sums(), from, to);
        }

        @Override
        protected void values(int index, Weights weights, float[] gradient, int from, int to) {
            update(weights.data(), from, weights.size(), to - from, gradient, from);
        }
    }
}
