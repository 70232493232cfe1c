package dev.obverse.core.backbone;

import dev.obverse.core.kernel.RowSet;

/**
 * The even ranges of a batch's pairs that threads share out. Every loop over pairs is cut at the same places, so that a thread finds in its cache
 * what it made of its own pairs in the loop before; and whatever is summed over pairs is summed range by range, so that the sum does not depend on
 * the threads. Matrix products go in tiles of 12 rows, hence the ranges do.
 */
final class PairShares {
    /** How many there are, as of the slots of distinct rows. */
    static final int COUNT = RowSet.SHARES;

    private static final int TILE = 12;

    private PairShares() {}

    /** Returns the first pair of a range, 0..{@link #COUNT}{@code  - 1}, of n pairs; each ends where the next one starts, the last at n. */
    static int start(int n, int share) {
        return share == COUNT ? n : (int) ((long) n * share / COUNT) / TILE * TILE;
    }
}
