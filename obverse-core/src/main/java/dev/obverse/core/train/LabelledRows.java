package dev.obverse.core.train;

import dev.obverse.core.sample.EpochLayout;
import dev.obverse.core.sample.PairStream;

/** Labelled training rows, for one pass after another, each in an order of its own. */
final class LabelledRows {
    private final TrainingSession session;
    private final int[] rows;
    private final StreamTurns turns;

    LabelledRows(TrainingSession session, int[] rows) {
        this.session = session;
        this.rows = rows;
        this.turns = session.turns();
    }

    /** Returns the pairs of a pass, once they are laid out: in the order of a key. */
    PairStream pass(long key, EpochLayout layout) {
        PairStream pairs = turns.next();
        session.shuffle(
                pairs, rows.length, (place, random) -> session.pair(rows[place]), place -> session.data().train().user(rows[place]), key, layout);
        return pairs;
    }
}
