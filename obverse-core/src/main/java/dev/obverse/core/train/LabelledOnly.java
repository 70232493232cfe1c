package dev.obverse.core.train;

import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.sample.EpochLayout;
import dev.obverse.core.sample.PairStream;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import java.util.List;

/** The control: plain BCE on the labelled rows, each once an epoch, in a new order. */
final class LabelledOnly implements Method {
    private final TrainingSession session;
    private final LabelledRows rows;
    private final Learner learner;
    private final CrossEntropy objective;

    LabelledOnly(TrainingSession session) {
        this.session = session;
        this.rows = new LabelledRows(session, session.labelledRows());
        this.learner = session.labelLearner();
        this.objective = new CrossEntropy(session.kernels());
    }

    @Override
    public List<Phase> epoch(int epoch, EpochLayout layout) {
        PairStream pairs = rows.pass(SplitMix64.key(session.config().seed(), Purpose.SHUFFLE, epoch), layout);
        return List.of(new LabelledPhase(learner, pairs, session.batchSize(), objective));
    }
}
