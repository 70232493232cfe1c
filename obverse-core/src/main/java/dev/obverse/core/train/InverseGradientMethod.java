package dev.obverse.core.train;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.Objective;
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
    private final int[] trainingTrain;
    private final int[] trainingTest;
    private final Learner learner;
    private final InverseGradient inverse;
    private final Objective objective;

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
        this.trainingTrain = Arrays.copyOfRange(rows, 0, train);
        this.trainingTest = Arrays.copyOfRange(rows, train, rows.length);
        this.learner = session.labelLearner();
        this.objective = new CrossEntropy(session.kernels());
    }

    @Override
    public List<Phase> epoch(int epoch) {
        List<Phase> phases = new ArrayList<>();
        phases.add(new LabelledPhase(learner, shuffled(trainingTrain, Purpose.SHUFFLE, epoch), objective));
        if (epoch > config.whole(Setting.WARM_UP)) {
            phases.add(new GuardedPhase(epoch));
        }
        return phases;
    }

    private LabelledRows shuffled(int[] rows, Purpose purpose, int epoch) {
        return session.shuffled(rows, SplitMix64.key(config.seed(), purpose, epoch));
    }

    /** One pass over training-test, each batch beside {@code ratio} times as many unlabeled pairs. */
    private final class GuardedPhase implements Phase {
        private final LabelledRows rows;
        private final PairStream drawn;
        private final long draws;

        GuardedPhase(int epoch) {
            this.rows = shuffled(trainingTest, Purpose.SHUFFLE_TEST, epoch);
            this.draws = SplitMix64.key(config.seed(), Purpose.POOL, epoch);
            int pairs = inverse.tries() ? Math.multiplyExact(rows.size(), ratio) : 0;
            this.drawn = PairStream.inOrder(pairs, this::draw, session.workers());
        }

        private long draw(int place, SplitMix64 random) {
            random.seek(draws, place);
            return pool.draw(rows.user(place / ratio), random);
        }

        @Override
        public String name() {
            return "ig";
        }

        @Override
        public int steps() {
            return rows.batches();
        }

        @Override
        public void fill(int index, StepBatches into) {
            rows.fill(index, into.labelled());
            if (inverse.tries()) {
                drawn.fill(index, session.batchSize() * ratio, into.unlabeled());
            }
        }

        @Override
        public void step(int index, StepBatches batches, EpochStatistics statistics) {
            inverse.advance(batches.unlabeled(), batches.labelled(), statistics);
        }
    }
}
