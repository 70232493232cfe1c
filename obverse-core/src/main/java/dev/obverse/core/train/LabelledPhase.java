package dev.obverse.core.train;

import dev.obverse.core.loss.Objective;

/** One pass after another of plain BCE over labelled rows. */
final class LabelledPhase implements Phase {
    private final Learner learner;
    private final LabelledRows rows;
    private final Objective objective;

    LabelledPhase(Learner learner, LabelledRows rows, Objective objective) {
        this.learner = learner;
        this.rows = rows;
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
    public void fill(int index, StepBatches into) {
        rows.fill(index, into.labelled());
    }

    @Override
    public void step(int index, StepBatches batches, EpochStatistics statistics) {
        statistics.loss(name(), learner.step(batches.labelled(), objective, index, statistics));
    }
}
