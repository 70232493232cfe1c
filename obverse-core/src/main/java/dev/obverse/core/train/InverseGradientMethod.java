package dev.obverse.core.train;

import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.Objective;
import dev.obverse.core.sample.Batch;
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
    private final Batch labelled;
    private final Batch unlabeled;

    InverseGradientMethod(InverseGradient inverse, UnlabeledPool pool, TrainingSession session) {
        this.session = session;
        this.config = session.config();
        this.pool = pool;
        this.inverse = inverse;
        this.ratio = config.whole(Setting.UNLABELED_RATIO);
        int[] rows = session.labelledRows().clone();
        new SplitMix64(SplitMix64.key(config.seed(), Purpose.INNER_SPLIT, 0)).shuffle(rows);
        int train = (int) Math.round(config.number(Setting.TRAINING_TRAIN) * rows.length);
        this.trainingTrain = Arrays.copyOfRange(rows, 0, train);
        this.trainingTest = Arrays.copyOfRange(rows, train, rows.length);
        this.learner = session.labelLearner();
        this.objective = new CrossEntropy(session.kernels());
        this.labelled = new Batch(session.batchSize());
        this.unlabeled = new Batch(session.batchSize() * ratio);
    }

    @Override
    public List<Phase> epoch(int epoch) {
        List<Phase> phases = new ArrayList<>();
        phases.add(new LabelledPhase(learner, shuffled(trainingTrain, Purpose.SHUFFLE, epoch), labelled, objective));
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
        private final long draws;
        private final SplitMix64 random = new SplitMix64(0);

        GuardedPhase(int epoch) {
            this.rows = shuffled(trainingTest, Purpose.SHUFFLE_TEST, epoch);
            this.draws = SplitMix64.key(config.seed(), Purpose.POOL, epoch);
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
        public void step(int index, EpochStatistics statistics) {
            rows.fill(index, labelled);
            unlabeled.clear();
            int pairs = inverse.tries() ? labelled.size() * ratio : 0;
            for (int i = 0; i < pairs; i++) {
                random.seek(draws, (long) index * session.batchSize() * ratio + i);
                pool.draw(labelled.users()[i / ratio], random, unlabeled);
            }
            inverse.advance(unlabeled, labelled, statistics);
        }
    }
}
