package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.sample.Batch;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Scores rows in chunks of a fixed size, so that memory and result are independent of the batch size of training and of the number of
 * threads. For one caller at a time.
 */
public final class Scorer {
    private static final int CHUNK = 1024;

    private final Backbone backbone;
    private final Workers workers;
    private final Queue<Chunk> idle = new ConcurrentLinkedQueue<>();

    /** Makes a scorer of a backbone on the caller's thread; it sees the parameters as they are at each call. */
    public Scorer(Backbone backbone) {
        this(backbone, Workers.none());
    }

    /** Makes a scorer of a backbone on some threads. */
    public Scorer(Backbone backbone, Workers workers) {
        this.backbone = backbone;
        this.workers = workers;
    }

    /** What one thread works with. */
    private final class Chunk {
        private final Pass pass = backbone.pass(CHUNK);
        private final Batch batch = new Batch(CHUNK);

        void score(Interactions rows, int from, int to, double[] logits) {
            batch.clear();
            for (int row = from; row < to; row++) {
                batch.add(rows.user(row), rows.item(row), rows.label(row));
            }
            float[] scores = pass.logits(batch);
            for (int i = 0; i < to - from; i++) {
                logits[from + i] = scores[i];
            }
        }
    }

    /** Returns the logit of each row, unknown ids included. */
    public double[] logits(Interactions rows) {
        double[] logits = new double[rows.size()];
        workers.run(rows.size(), CHUNK, (from, to) -> {
            Chunk own = idle.poll();
            Chunk chunk = own == null ? new Chunk() : own;
            for (int start = from; start < to; start += CHUNK) {
                chunk.score(rows, start, Math.min(to, start + CHUNK), logits);
            }
            idle.add(chunk);
        });
        return logits;
    }

    /** Returns every metric over the labelled rows; all rows must be labelled. */
    public Metrics evaluate(Interactions labelled) {
        return metrics(labelled, logits(labelled));
    }

    /** Returns every metric of logits that {@link #logits} gave for these rows. */
    Metrics metrics(Interactions labelled, double[] logits) {
        return Evaluation.of(labelled.users(), labelled.positives(), logits, workers);
    }

    /** Returns every metric of given logits over labelled rows. */
    public static Metrics evaluate(Interactions labelled, double[] logits) {
        return Evaluation.of(labelled.users(), labelled.positives(), logits);
    }
}
