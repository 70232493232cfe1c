package dev.obverse.core.train;

import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.Objective;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import java.util.List;

/** The control: plain BCE on the labelled rows, each once an epoch, in a new order. */
final class LabelledOnly implements Method {
    private final TrainingSession session;
    private final Learner learner;
    private final Objective objective;

    LabelledOnly(TrainingSession session) {
        this.session = session;
        this.learner = session.labelLearner();
        this.objective = new CrossEntropy(session.kernels());
    }

    @Override
    public List<Phase> epoch(int epoch) {
        long key = SplitMix64.key(session.config().seed(), Purpose.SHUFFLE, epoch);
        return List.of(new LabelledPhase(learner, session.shuffled(session.labelledRows(), key), objective));
    }
}
