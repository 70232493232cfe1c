package dev.obverse.spark;

import java.io.Serializable;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a block comes back with.
 *
 * @param state of its own users
 * @param changed rows of what is shared that it has changed
 * @param report what is told of the round
 */
record RoundResult(BlockState state, ArrayList<Rows> changed, Report report) implements Serializable {
    /**
     * What is told of a round.
     *
     * @param block which block
     * @param steps steps taken
     * @param lossSum sum of their losses
     * @param seconds how long it took
     * @param bytes size of the changed rows
     * @param kernels which kernels it ran on
     * @param refusal why it cannot go on, in one sentence, or null
     */
    record Report(int block, long steps, double lossSum, double seconds, long bytes, String kernels, @Nullable String refusal)
            implements RoundMessage {}
}
