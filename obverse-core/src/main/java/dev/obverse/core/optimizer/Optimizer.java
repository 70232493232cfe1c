package dev.obverse.core.optimizer;

import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.parameter.Weights;

/**
 * Turns a gradient into an update of exactly what the batch touched. Rows of a table outside the batch keep their values and their
 * optimizer state; weights are updated as a whole. One optimizer serves a whole run, both heads of a model included.
 */
public sealed interface Optimizer permits Sgd, Adagrad, LazyAdam {
    /** Returns how many values of state this optimizer keeps per value. */
    int stateSlots();

    /** Returns how many steps have been taken. */
    long steps();

    /** Continues after so many steps, when a run is resumed. */
    void resumeAt(long steps);

    /** Counts a step; called once, before the updates of the step. */
    void begin();

    /** Updates {@code width} values that start at {@code at}, behind which their state lies. */
    void update(float[] values, int at, int width, float[] gradient, int gradientAt);

    /** Takes one step down a gradient. */
    default void step(Gradients gradients) {
        begin();
        for (int t = 0; t < gradients.tables().size(); t++) {
            TableGradient gradient = gradients.tables().get(t);
            EmbeddingTable table = gradient.table();
            int width = table.width();
            for (int slot = 0; slot < gradient.rows().size(); slot++) {
                update(table.data(), gradient.rows().row(slot) * table.stride(), width, gradient.sums(), slot * width);
            }
        }
        for (int w = 0; w < gradients.weights().size(); w++) {
            Weights weights = gradients.weights().get(w);
            update(weights.data(), 0, weights.size(), gradients.of(weights), 0);
        }
    }
}
