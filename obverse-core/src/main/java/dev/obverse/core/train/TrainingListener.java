package dev.obverse.core.train;

/** Is told of the progress of a run, in the thread that trains. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** A step of an epoch has been taken: step {@code done} of {@code total} of the epoch. */
    default void step(int epoch, long done, long total) {}

    /** An epoch has ended. */
    default void epoch(EpochRecord epoch) {}
}
