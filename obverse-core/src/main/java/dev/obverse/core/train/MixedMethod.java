package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.loss.Objective;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.EpochLayout;
import dev.obverse.core.sample.PairStream;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.sample.UnlabeledPool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Methods that see one stream of pairs: each labelled row brings its unlabeled pairs, drawn anew each epoch; all are shuffled together and
 * the objective says what an unlabeled pair is worth (a negative: sampled BCE, T-CE, R-CE; a soft label: the Inverse Dual Loss).
 *
 * <p>Place i of an epoch, before the shuffle, is row {@code i / (1 + ratio)}, itself if {@code i % (1 + ratio)} is 0, else a pair drawn from a
 * stream of random numbers of its own. With {@link HardNegatives} the place only says for whom a pair is drawn, and the pair is drawn when
 * its batch comes up, for the model as it is then.
 */
final class MixedMethod implements Method {
    private final String name;
    private final Objective objective;
    private final Interactions train;
    private final int[] labelled;
    private final UnlabeledPool pool;
    private final @Nullable HardNegatives hard;
    private final int ratio;
    private final int batchSize;
    private final long seed;
    private final TrainingSession session;
    private final Learner learner;
    private final StreamTurns turns;

    MixedMethod(String name, Objective objective, UnlabeledPool pool, int ratio, TrainingSession session) {
        this(name, objective, pool, null, ratio, session);
    }

    /** As the constructor, but each unlabeled pair is the hardest of several. */
    static MixedMethod withHardNegatives(String name, Objective objective, UnlabeledPool pool, int ratio, TrainingSession session) {
        return new MixedMethod(name, objective, pool, new HardNegatives(pool, session), ratio, session);
    }

    private MixedMethod(
            String name, Objective objective, UnlabeledPool pool, @Nullable HardNegatives hard, int ratio, TrainingSession session) {
        this.name = name;
        this.objective = objective;
        this.pool = pool;
        this.hard = hard;
        this.ratio = ratio;
        this.train = session.data().train();
        this.labelled = session.labelledRows();
        this.batchSize = session.batchSize();
        this.seed = session.config().seed();
        this.session = session;
        this.learner = session.labelLearner();
        this.turns = session.turns();
    }

    @Override
    public List<Phase> epoch(int epoch, EpochLayout layout) {
        return List.of(new MixedPhase(epoch, layout));
    }

    private final class MixedPhase implements Phase {
        private final int epoch;
        private final long draws;
        private final PairStream pairs = turns.next();

        MixedPhase(int epoch, EpochLayout layout) {
            this.epoch = epoch;
            this.draws = SplitMix64.key(seed, Purpose.POOL, epoch);
            session.shuffle(
                    pairs, Math.multiplyExact(labelled.length, 1 + ratio), this::pair, place -> train.user(labelled[place / (1 + ratio)]),
                    SplitMix64.key(seed, Purpose.SHUFFLE, epoch), layout);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int steps() {
            return pairs.batches(batchSize);
        }

        @Override
        public void fill(int index, StepBatches into) {
            pairs.fill(index, batchSize, into.labelled());
        }

        @Override
        public void step(int index, StepBatches batches, EpochStatistics statistics) {
            Batch batch = batches.labelled();
            if (hard != null) {
                hard.choose(batch, draws, (long) index * batchSize);
            }
            long before = (long) (epoch - 1) * steps() + index;
            statistics.loss(name, learner.step(batch, objective, before, statistics));
        }

        private long pair(int place, SplitMix64 random) {
            int row = labelled[place / (1 + ratio)];
            if (place % (1 + ratio) == 0) {
                return Batch.pair(train.user(row), train.item(row), train.label(row));
            }
            if (hard != null) {
                return Batch.pair(train.user(row), train.item(row), Label.UNLABELED_CODE);
            }
            random.seek(draws, place);
            return pool.draw(train.user(row), random);
        }
    }
}
