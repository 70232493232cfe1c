package dev.obverse.core.train;

import dev.obverse.core.loss.Objective;
import dev.obverse.core.sample.Batch;

/** One pass of plain BCE over labelled rows; the objective is made once a run, with its buffers. */
final class LabelledPhase implements Phase {
    private final Learner learner;
    private final LabelledRows rows;
    private final Batch batch;
    private final Objective objective;

    LabelledPhase(Learner learner, LabelledRows rows, Batch batch, Objective objective) {
        this.learner = learner;
        this.rows = rows;
        this.batch = batch;
        this.objective = objective;
    }

    @Override
    public String name() {
        return "bce";
    }

    @Override
    public int steps() {
        return rows.batches();
    }

    @Override
    public void step(int index, EpochStatistics statistics) {
        rows.fill(index, batch);
        statistics.loss(name(), learner.step(batch, objective, index, statistics));
    }
}
