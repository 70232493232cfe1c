package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.sample.Batch;

/** Scores rows in chunks of a fixed size, so that memory and result are independent of the batch size of training. */
public final class Scorer {
    private static final int CHUNK = 1024;

    private final Pass pass;
    private final Batch batch = new Batch(CHUNK);

    /** Makes a scorer of a backbone; it sees the parameters as they are at each call. */
    public Scorer(Backbone backbone) {
        this.pass = backbone.pass(CHUNK);
    }

    /** Returns the logit of each row, unknown ids included. */
    public double[] logits(Interactions rows) {
        double[] logits = new double[rows.size()];
        for (int from = 0; from < rows.size(); from += CHUNK) {
            batch.clear();
            int to = Math.min(rows.size(), from + CHUNK);
            for (int row = from; row < to; row++) {
                batch.add(rows.user(row), rows.item(row), rows.label(row));
            }
            float[] scores = pass.logits(batch);
            for (int i = 0; i < batch.size(); i++) {
                logits[from + i] = scores[i];
            }
        }
        return logits;
    }

    /** Returns every metric over the labelled rows; all rows must be labelled. */
    public Metrics evaluate(Interactions labelled) {
        return evaluate(labelled, logits(labelled));
    }

    /** Returns every metric of given logits over labelled rows. */
    public static Metrics evaluate(Interactions labelled, double[] logits) {
        return Evaluation.of(labelled.users(), labelled.positives(), logits);
    }
}
