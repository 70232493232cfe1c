package dev.obverse.core.train;

import dev.obverse.core.loss.Objective;
import dev.obverse.core.sample.PairStream;

/** One pass of plain BCE over labelled rows. */
final class LabelledPhase implements Phase {
    private final Learner learner;
    private final PairStream rows;
    private final int batchSize;
    private final Objective objective;

    LabelledPhase(Learner learner, PairStream rows, int batchSize, Objective objective) {
        this.learner = learner;
        this.rows = rows;
        this.batchSize = batchSize;
        this.objective = objective;
    }

    @Override
    public String name() {
        return "bce";
    }

    @Override
    public int steps() {
        return rows.batches(batchSize);
    }

    @Override
    public void fill(int index, StepBatches into) {
        rows.fill(index, batchSize, into.labelled());
    }

    @Override
    public void step(int index, StepBatches batches, EpochStatistics statistics) {
        statistics.loss(name(), learner.step(batches.labelled(), objective, index, statistics));
    }
}
