package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.config.Setting;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.Objective;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.EpochLayout;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.sample.UnlabeledPool;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Exposure pre-training before the epochs of any other method. Ours, not the paper's: a log says of many more pairs that they were shown than
 * that they were liked, and what decides about exposure (popularity, habits, the recommender of the day) also places users and items near each
 * other. So the embeddings {@code p} and {@code q} are first trained, through a head of their own,
 * {@code e = b' + b'_u + b'_i + w'.(p_u * q_i)}, to tell exposed pairs from unexposed ones.
 *
 * <p>A batch is as many training rows as a batch of the run has pairs (1,024 unless set), labelled or not, drawn with replacement, each with
 * one uniformly drawn item that the same user has no row with; the loss is the mean BCE over both kinds. {@code exposure-epochs} passes come
 * before the first labelled epoch, {@code exposure-share} of a pass before each later one; a pass is rows / batch steps. The optimizer is that
 * of the run, so both heads keep one state of {@code p} and {@code q}.
 */
final class ExposureFirst implements Method {
    private static final String NAME = "exposure";

    private final Method inner;
    private final TrainingSession session;
    private final Interactions train;
    private final UnlabeledPool unexposed;
    private final Learner learner;
    private final Objective objective;
    private final int rows;

    /**
     * Puts exposure pre-training before a method.
     *
     * @throws InvalidInputException if the model has no exposure head, or no pair is unexposed
     */
    ExposureFirst(Method inner, TrainingSession session) {
        this.inner = inner;
        this.session = session;
        this.train = session.data().train();
        this.rows = session.batchSize();
        this.unexposed = session.unexposed();
        this.learner = new Learner(head(session), session.optimizer(), 2 * rows, session.loops());
        this.objective = new CrossEntropy(session.kernels());
        if (train.count(Label.UNLABELED) == 0) {
            System.getLogger(ExposureFirst.class.getName()).log(Level.INFO,
                    "exposure pre-training uses the {0} labelled training rows, for none is UNLABELED", Integer.toString(train.size()));
        }
    }

    private static Backbone head(TrainingSession session) {
        Backbone head = session.model().exposure();
        if (head == null) {
            throw new InvalidInputException(
                    "the model has no exposure head to pre-train: set exposure-epochs=0, or train a model that has one");
        }
        return head;
    }

    @Override
    public List<Phase> epoch(int epoch, EpochLayout layout) {
        double passes = session.config().number(epoch == 1 ? Setting.EXPOSURE_EPOCHS : Setting.EXPOSURE_SHARE);
        int steps = (int) Math.min(Integer.MAX_VALUE, Math.ceil(passes * train.size() / rows));
        List<Phase> phases = new ArrayList<>();
        if (steps > 0) {
            phases.add(new ExposurePhase(epoch, steps));
        }
        phases.addAll(inner.epoch(epoch, layout));
        return phases;
    }

    private final class ExposurePhase implements Phase {
        private final int steps;
        private final long key;
        private final SplitMix64 random = new SplitMix64(0);

        ExposurePhase(int epoch, int steps) {
            this.steps = steps;
            this.key = SplitMix64.key(session.config().seed(), Purpose.EXPOSURE, epoch);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int steps() {
            return steps;
        }

        @Override
        public void fill(int index, StepBatches into) {
            Batch batch = into.labelled();
            batch.clear();
            for (int i = 0; i < rows; i++) {
                random.seek(key, (long) index * rows + i);
                int row = random.nextInt(train.size());
                batch.add(train.user(row), train.item(row), Label.POSITIVE_CODE);
                // An unexposed pair is UNLABELED, which cross-entropy reads as NEGATIVE: not exposed.
                batch.add(unexposed.draw(train.user(row), random));
            }
        }

        @Override
        public void step(int index, StepBatches batches, EpochStatistics statistics) {
            statistics.loss(NAME, learner.step(batches.labelled(), objective, index, statistics));
        }
    }
}
