package dev.obverse.lab.run;

import dev.obverse.lab.result.CellResult;
import java.util.List;

/**
 * What a cell gave.
 *
 * @param result how it was judged
 * @param logits the logit of each judged row, as the model's floats; none if the run failed
 * @param seconds how long each epoch took: the only thing that differs when the cell is run again
 */
public record CellOutcome(CellResult result, float[] logits, List<Double> seconds) {
    /** Copies the list. */
    public CellOutcome {
        seconds = List.copyOf(seconds);
    }
}
