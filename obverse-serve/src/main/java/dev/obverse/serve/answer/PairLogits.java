package dev.obverse.serve.answer;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.sample.Batch;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Logits of pairs, computed by whoever asks. A pass has buffers of some size, so no more of them are made than can run at a time.
 */
final class PairLogits {
    /** Pairs that go through a pass together. */
    static final int CHUNK = 1024;

    private final Backbone backbone;
    private final Semaphore running;
    private final Queue<Work> idle = new ConcurrentLinkedQueue<>();

    /** Scores by a backbone, for so many callers at a time; others wait. */
    PairLogits(Backbone backbone, int threads) {
        this.backbone = backbone;
        this.running = new Semaphore(threads, true);
    }

    /** What one caller works with. */
    private final class Work {
        private final Batch batch = new Batch(CHUNK);
        private final Pass pass = backbone.pass(CHUNK);

        void logits(int[] users, int[] items, float[] into) {
            for (int from = 0; from < items.length; from += CHUNK) {
                int to = Math.min(items.length, from + CHUNK);
                batch.clear();
                for (int i = from; i < to; i++) {
                    batch.add(users[i], items[i], Label.UNLABELED_CODE);
                }
                System.arraycopy(pass.logits(batch), 0, into, from, to - from);
            }
        }
    }

    /** Returns the logits of the pairs of users and items, by dense ids; a negative one is unknown. */
    float[] of(int[] users, int[] items) {
        float[] logits = new float[items.length];
        running.acquireUninterruptibly();
        try {
            Work idler = idle.poll();
            Work work = idler == null ? new Work() : idler;
            work.logits(users, items, logits);
            idle.add(work);
        } finally {
            running.release();
        }
        return logits;
    }
}
