package dev.obverse.core.train;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.sample.EpochLayout;
import dev.obverse.core.sample.PairStream;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.sample.UnlabeledPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Training guarded by the Inverse Gradient: the labelled rows are divided once, by the seed, into training-train and training-test; an
 * epoch is one pass of BCE over the first and one pass of {@link InverseGradient} over the second, both in a new order. The first
 * {@code warm-up} epochs are BCE on training-train alone (the paper's pre-training).
 */
final class InverseGradientMethod implements Method {
    private final TrainingSession session;
    private final TrainingConfig config;
    private final UnlabeledPool pool;
    private final int ratio;
    private final LabelledRows trainingTrain;
    private final LabelledRows trainingTest;
    private final StreamTurns drawn;
    private final Learner learner;
    private final CrossEntropy objective;
    private final InverseGradient inverse;

    InverseGradientMethod(InverseGradient inverse, UnlabeledPool pool, TrainingSession session) {
        this.session = session;
        this.config = session.config();
        this.pool = pool;
        this.inverse = inverse;
        this.ratio = config.whole(Setting.UNLABELED_RATIO);
        int[] rows = session.labelledRows().clone();
        new SplitMix64(SplitMix64.key(config.seed(), Purpose.INNER_SPLIT, 0)).shuffle(rows);
        int train = (int) Math.round(config.number(Setting.TRAINING_TRAIN) * rows.length);
        if (train == 0 || train == rows.length) {
            throw new InvalidInputException("training-train " + config.text(Setting.TRAINING_TRAIN) + " of " + rows.length
                    + " labelled rows leaves no row for " + (train == 0 ? "training-train" : "training-test")
                    + ": choose a share that leaves some on both sides, or method=bce");
        }
        this.trainingTrain = new LabelledRows(session, Arrays.copyOfRange(rows, 0, train));
        this.trainingTest = new LabelledRows(session, Arrays.copyOfRange(rows, train, rows.length));
        this.drawn = session.turns();
        this.learner = inverse.learner();
        this.objective = new CrossEntropy(session.kernels());
    }

    @Override
    public List<Phase> epoch(int epoch, EpochLayout layout) {
        List<Phase> phases = new ArrayList<>();
        PairStream pairs = trainingTrain.pass(SplitMix64.key(config.seed(), Purpose.SHUFFLE, epoch), layout);
        phases.add(new LabelledPhase(learner, pairs, session.batchSize(), objective));
        if (epoch > config.whole(Setting.WARM_UP)) {
            phases.add(new GuardedPhase(epoch, layout));
        }
        return phases;
    }

    /** One pass over training-test, each batch beside {@code ratio} times as many unlabeled pairs. */
    private final class GuardedPhase implements Phase {
        private final long draws;
        private final PairStream labelled;
        private final PairStream unlabeled = drawn.next();

        GuardedPhase(int epoch, EpochLayout layout) {
            this.labelled = trainingTest.pass(SplitMix64.key(config.seed(), Purpose.SHUFFLE_TEST, epoch), layout);
            this.draws = SplitMix64.key(config.seed(), Purpose.POOL, epoch);
            if (inverse.tries()) {
                unlabeled.fill(Math.multiplyExact(labelled.size(), ratio), this::draw, layout);
            }
        }

        private long draw(int place, SplitMix64 random) {
            random.seek(draws, place);
            return pool.draw(labelled.user(place / ratio), random);
        }

        @Override
        public String name() {
            return "ig";
        }

        @Override
        public int steps() {
            return labelled.batches(session.batchSize());
        }

        @Override
        public void fill(int index, StepBatches into) {
            labelled.fill(index, session.batchSize(), into.labelled());
            if (inverse.tries()) {
                unlabeled.fill(index, session.batchSize() * ratio, into.unlabeled());
            }
        }

        @Override
        public void step(int index, StepBatches batches, EpochStatistics statistics) {
            inverse.advance(batches.unlabeled(), batches.labelled(), statistics);
        }
    }
}
