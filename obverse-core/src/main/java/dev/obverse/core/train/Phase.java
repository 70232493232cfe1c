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

    /** Takes step {@code index} of 0..steps-1. */
    void step(int index, EpochStatistics statistics);
}
