package dev.obverse.core.train;

import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.PairStream;

/** Labelled training rows, for one pass after another, each in an order of its own, in batches of one size; the last batch may be smaller. */
final class LabelledRows {
    private final TrainingSession session;
    private final int[] rows;
    private final PairStream pairs = new PairStream();

    LabelledRows(TrainingSession session, int[] rows) {
        this.session = session;
        this.rows = rows;
    }

    /** Begins a pass, in the order of a key. */
    void shuffle(long key) {
        session.shuffle(pairs, rows.length, (place, random) -> session.pair(rows[place]), place -> session.data().train().user(rows[place]), key);
    }

    int size() {
        return rows.length;
    }

    /** The user of a row, by its place in the shuffled order. */
    int user(int place) {
        return pairs.user(place);
    }

    int batches() {
        return pairs.batches(session.batchSize());
    }

    /** Replaces the batch by the rows of one step. */
    void fill(int index, Batch batch) {
        pairs.fill(index, session.batchSize(), batch);
    }
}
