package dev.obverse.core.train;

/**
 * A part of an epoch: a fixed number of steps. All that a phase draws is a function of (seed, epoch, step), so a run can be taken up again
 * at any step.
 */
public interface Phase {
    /** Returns the name under which its loss is recorded. */
    String name();

    /** Returns the number of steps. */
    int steps();

    /**
     * Fills what step {@code index} of 0..steps-1 reads. Whatever the parameters are, it is the same, so another thread may fill the batches of a
     * step while the one before it runs.
     */
    void fill(int index, StepBatches into);

    /** Takes step {@code index} with the batches that {@link #fill} made for it. */
    void step(int index, StepBatches batches, EpochStatistics statistics);
}
