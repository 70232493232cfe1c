package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.sample.Batch;

/** A shuffled pass over labelled training rows in batches of one size; the last batch may be smaller. */
final class LabelledRows {
    private final Interactions train;
    private final int[] order;
    private final int batchSize;

    LabelledRows(Interactions train, int[] order, int batchSize) {
        this.train = train;
        this.order = order;
        this.batchSize = batchSize;
    }

    int batches() {
        return (int) (((long) order.length + batchSize - 1) / batchSize);
    }

    /** Replaces the batch by the rows of one step. */
    void fill(int index, Batch batch) {
        batch.clear();
        int from = index * batchSize;
        int to = (int) Math.min(order.length, (long) from + batchSize);
        for (int i = from; i < to; i++) {
            int row = order[i];
            batch.add(train.user(row), train.item(row), train.label(row));
        }
    }
}
