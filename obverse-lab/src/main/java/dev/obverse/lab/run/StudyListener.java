package dev.obverse.lab.run;

import dev.obverse.lab.result.CellResult;

/** Is told of the progress of a study; its methods are called by one thread at a time. */
public interface StudyListener {
    /** Hears nothing. */
    StudyListener NONE = new StudyListener() {};

    /** A sentence for the reader, about a log that was read. */
    default void warning(String sentence) {}

    /** A cell begins in one of the threads. */
    default void started(Cell cell, String slice) {}

    /**
     * A cell has its result.
     *
     * @param result the result
     * @param reused whether an earlier run of the study had finished it
     * @param done how many cells have a result
     * @param total how many there are
     */
    default void finished(CellResult result, boolean reused, int done, int total) {}
}
