package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.PairStream;

/** A shuffled pass over labelled training rows in batches of one size; the last batch may be smaller. */
final class LabelledRows {
    private final PairStream pairs;
    private final int batchSize;

    /** Shuffles the given rows; {@code key} is from {@link dev.obverse.core.sample.SplitMix64#key}. */
    LabelledRows(Interactions train, int[] rows, long key, int batchSize, Workers workers) {
        this.pairs = PairStream.shuffled(
                rows.length,
                (place, random, into) -> into.add(train.user(rows[place]), train.item(rows[place]), train.label(rows[place])),
                key, workers);
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
