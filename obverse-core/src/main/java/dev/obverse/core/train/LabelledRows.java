package dev.obverse.core.train;

import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.PairStream;

/** A shuffled pass over labelled training rows in batches of one size; the last batch may be smaller. */
final class LabelledRows {
    private final PairStream pairs;
    private final int batchSize;

    LabelledRows(PairStream pairs, int batchSize) {
        this.pairs = pairs;
        this.batchSize = batchSize;
    }

    int size() {
        return pairs.size();
    }

    /** The user of a row, by its place in the shuffled order. */
    int user(int place) {
        return pairs.user(place);
    }

    int batches() {
        return pairs.batches(batchSize);
    }

    /** Replaces the batch by the rows of one step. */
    void fill(int index, Batch batch) {
        pairs.fill(index, batchSize, batch);
    }
}
