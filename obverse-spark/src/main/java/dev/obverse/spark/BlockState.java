package dev.obverse.spark;

import java.io.Serializable;

/**
 * What a block takes from one round to the next. Never written to: a task that is tried again must find it as it was.
 *
 * @param own the rows of the block's own users with their optimizer state, one array for each table of users
 * @param best their values, without state, after the best epoch so far; nothing as long as none is known
 * @param optimizerSteps steps that this block's optimizer has taken
 */
record BlockState(float[][] own, float[][] best, long optimizerSteps) implements Serializable {
    private static final float[][] NOTHING = {};

    static BlockState beginning(float[][] own) {
        return new BlockState(own, NOTHING, 0);
    }
}
