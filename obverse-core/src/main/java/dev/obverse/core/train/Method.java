package dev.obverse.core.train;

import dev.obverse.core.sample.EpochLayout;
import java.util.List;

/** What training does with labels: an epoch as phases, and in each phase what a step is. */
public interface Method {
    /**
     * Returns the phases of epoch 1, 2, ..., in order. Whatever the parameters are, they are the same, so they may be asked for, and laid out, while
     * the epoch before is trained.
     *
     * @param layout is given what has to be laid out before the first step
     */
    List<Phase> epoch(int epoch, EpochLayout layout);
}
