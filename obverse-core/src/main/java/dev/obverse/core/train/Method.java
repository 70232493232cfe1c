package dev.obverse.core.train;

import java.util.List;

/** What training does with labels: an epoch as phases, and in each phase what a step is. */
public interface Method {
    /** Returns the phases of epoch 1, 2, ..., in order. */
    List<Phase> epoch(int epoch);
}
