package dev.obverse.core.train;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.config.Setting;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.sample.UnlabeledPool;

/**
 * Dynamic negative sampling, DNS (Zhang, Chen, Wang and Yu, <i>Optimizing Top-N Collaborative Filtering via Dynamic Negative Item
 * Sampling</i>, SIGIR 2013): for each unlabeled place of a batch {@code hard-of} candidates are drawn, and the one that the model of this very
 * step scores highest is taken; of equal ones the first. Costs a forward pass over the candidates on top of a step.
 */
final class HardNegatives {
    private static final long MOST_AT_FIRST = 1 << 20;

    private final UnlabeledPool pool;
    private final int candidatesEach;
    private final Pass pass;
    private final Batch candidates;
    private final SplitMix64 random = new SplitMix64(0);

    HardNegatives(UnlabeledPool pool, TrainingSession session) {
        this.pool = pool;
        this.candidatesEach = session.config().whole(Setting.HARD_OF);
        int capacity = (int) Math.min(MOST_AT_FIRST, (long) session.batchSize() * candidatesEach);
        this.pass = session.model().labels().pass(capacity, session.loops());
        this.candidates = new Batch(capacity);
    }

    /**
     * Puts a hard pair into each unlabeled place of a batch.
     *
     * @param batch its unlabeled places name the user for whom a pair is drawn
     * @param key key of the epoch's draws
     * @param firstPlace place of the batch's first pair in the epoch
     */
    void choose(Batch batch, long key, long firstPlace) {
        candidates.clear();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.labels()[i] == Label.UNLABELED_CODE) {
                random.seek(key, firstPlace + i);
                for (int k = 0; k < candidatesEach; k++) {
                    candidates.add(pool.draw(batch.users()[i], random));
                }
            }
        }
        float[] logits = pass.logits(candidates);
        int from = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.labels()[i] == Label.UNLABELED_CODE) {
                int best = highest(logits, from);
                batch.replace(i, candidates.users()[best], candidates.items()[best]);
                from += candidatesEach;
            }
        }
    }

    private int highest(float[] logits, int from) {
        int best = from;
        for (int at = from + 1; at < from + candidatesEach; at++) {
            best = logits[at] > logits[best] ? at : best;
        }
        return best;
    }
}
