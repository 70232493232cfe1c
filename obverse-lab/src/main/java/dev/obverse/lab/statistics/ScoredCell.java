package dev.obverse.lab.statistics;

import dev.obverse.lab.result.CellResult;

/**
 * A cell with its scores.
 *
 * @param result how it was judged
 * @param logits the logit of each judged row; none if the run failed
 */
public record ScoredCell(CellResult result, float[] logits) {
    /** Returns the logits, widened; no digit changes. */
    double[] wide() {
        double[] wide = new double[logits.length];
        for (int row = 0; row < wide.length; row++) {
            wide[row] = logits[row];
        }
        return wide;
    }
}
