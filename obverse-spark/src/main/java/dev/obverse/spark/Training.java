package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.metric.Metric;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** A run on the cluster: from a log to the rows of the best epoch, epoch by epoch, with validation after each. */
final class Training {
    private static final System.Logger LOG = System.getLogger(Training.class.getName());
    /** Without checkpoints, lineage grows by a stage a round; more of them overflow the stack of who looks at it. */
    private static final int ROUNDS_WITHOUT_CHECKPOINT = 100;

    private final LogOnCluster log;
    private final JavaSparkContext context;
    private final TrainingConfig asked;
    private final RoundOptions options;

    /**
     * How rounds go.
     *
     * @param blocks blocks of users
     * @param roundsPerEpoch merges in a pass over the labelled rows
     * @param merge how rows are merged
     * @param checkpointInterval rounds from one checkpoint to the next
     */
    record RoundOptions(int blocks, int roundsPerEpoch, Merge merge, int checkpointInterval) {}

    Training(LogOnCluster log, TrainingConfig asked, RoundOptions options) {
        this.log = log;
        this.context = log.context();
        this.asked = asked;
        this.options = options;
    }

    /**
     * What a run comes to.
     *
     * @param config what it was trained with
     * @param items the items
     * @param heavyUsers ids of the users whose rows are shared
     * @param heavyRows their training rows
     * @param shared what is shared, as it was after the best epoch
     * @param blocks the users of each block with their rows
     * @param own the rows of each block's own users after the best epoch; cached
     * @param census of the log
     * @param history what is known of each epoch
     */
    record Result(
            TrainingConfig config, Vocabulary items, List<String> heavyUsers, HeavyRows heavyRows, Shared shared, JavaRDD<UserBlock> blocks,
            JavaRDD<BlockState> own, BlockCensus census, List<EpochSummary> history) {}

    InverseLearningModel train(ModelMaker maker) {
        LogOnCluster.Keys keys = log.keys();
        Broadcast<ItemIds> ids = context.broadcast(new ItemIds(keys.items()));
        JavaRDD<UserBlock> blocks = log.blocks(ids, keys.heavyUsers()).persist(StorageLevel.MEMORY_AND_DISK());
        if (isLong() && context.getCheckpointDir().isPresent()) {
            blocks.checkpoint();
        }
        CheckpointFiles files = new CheckpointFiles(context);
        try {
            BlockTotals totals = BlockTotals.of(blocks, asked.is(Setting.BIAS, "prior") ? keys.items().size() : 0);
            files.keepOnly(blocks);
            require(totals.census());
            return new Run(keys, blocks, totals).toTheEnd(maker);
        } finally {
            blocks.unpersist(false);
            files.deleteAll();
            ids.destroy();
        }
    }

    /** A run of no more rounds than lie between two checkpoints writes none: what it loses is soon made again from the log. */
    private boolean isLong() {
        return (long) asked.whole(Setting.EPOCHS) * options.roundsPerEpoch() > options.checkpointInterval();
    }

    /** Makes a model of what a run came to, while its blocks are still there. */
    interface ModelMaker {
        InverseLearningModel of(Result result);
    }

    private void require(BlockCensus census) {
        if (census.refusal() != null) {
            throw new InvalidInputException(census.refusal());
        }
        LOG.log(Level.INFO, String.format(Locale.ROOT,
                "%,d rows: %,d positive, %,d negative and %,d unlabeled pairs of %,d users train, %,d pairs validate", census.rows(),
                census.positives(), census.negatives(), census.unlabeled(), census.users(), census.valid()));
        if (census.positives() == 0 || census.negatives() == 0) {
            throw new InvalidInputException("training needs rows of both labels, but of " + census.training() + " pairs "
                    + census.positives() + " are POSITIVE and " + census.negatives() + " NEGATIVE: check the label column");
        }
    }

    /** The run itself, once the log is in blocks. */
    private final class Run {
        private final Vocabulary items;
        private final List<String> heavyUsers;
        private final JavaRDD<UserBlock> blocks;
        private final BlockCensus census;
        private final BlockTotals totals;
        private final TrainingConfig config;
        private final RoundPlan plan;
        private final Metric select;
        private final List<EpochSummary> history = new ArrayList<>();
        private @Nullable Shared best;
        private double bestMetric = Double.NaN;
        private int bestEpoch;

        Run(LogOnCluster.Keys keys, JavaRDD<UserBlock> blocks, BlockTotals totals) {
            this.items = keys.items();
            this.heavyUsers = keys.heavyUsers();
            this.blocks = blocks;
            this.totals = totals;
            this.census = totals.census();
            // What auto stands for must not differ from block to block.
            this.config = asked.is(Setting.POOL, "auto") ? asked.with(Setting.POOL, census.unlabeled() > 0 ? "exposed" : "unexposed") : asked;
            this.plan = RoundPlan.of(config, items.size(), options.blocks());
            this.select = Metric.named(config.text(Setting.SELECT));
            requireCheckpoints();
        }

        private void requireCheckpoints() {
            long most = (long) config.whole(Setting.EPOCHS) * slices(2) + slices(1);
            if (!context.getCheckpointDir().isPresent() && most > ROUNDS_WITHOUT_CHECKPOINT) {
                throw new InvalidInputException("up to " + most + " rounds need checkpoints: call SparkContext.setCheckpointDir first, or lower"
                        + " maxIter x roundsPerEpoch to " + ROUNDS_WITHOUT_CHECKPOINT);
            }
        }

        /** How many slices an epoch has: as many passes as it makes over the labelled rows, and as rows allow. */
        private int slices(int epoch) {
            double exposure = config.number(Setting.EXPOSURE_EPOCHS);
            double passes = 1;
            if (epoch == 1 && exposure > 0) {
                double usual = census.labelled() + config.number(Setting.EXPOSURE_SHARE) * census.training();
                passes = (census.labelled() + exposure * census.training()) / usual;
            }
            double steps = Math.ceil((double) census.labelled() / options.blocks() / config.whole(Setting.BATCH));
            return (int) Math.ceil(passes * Math.max(1, Math.min(options.roundsPerEpoch(), steps)));
        }

        InverseLearningModel toTheEnd(ModelMaker maker) {
            SharedOnCluster shared = new SharedOnCluster(context, firstShared());
            Broadcast<HeavyRows> heavy = context.broadcast(totals.heavyRows());
            RoundPlan first = plan;
            double positiveShare = positiveShare();
            JavaRDD<BlockState> states = blocks.map(block -> FirstValues.of(block, first, positiveShare));
            Rounds rounds = new Rounds(context, blocks, states, heavy, shared, options.merge(), options.checkpointInterval());
            try {
                train(rounds, shared);
                Shared end = bestEpoch == history.size() || best == null ? shared.current() : best;
                return maker.of(new Result(config, items, heavyUsers, totals.heavyRows(), end, blocks, bestStates(rounds), census, List.copyOf(history)));
            } finally {
                rounds.close();
                heavy.destroy();
                shared.close();
            }
        }

        private double positiveShare() {
            return (double) census.positives() / census.labelled();
        }

        private Shared firstShared() {
            return FirstValues.shared(
                    config, totals.heavyRows(), heavyUsers.size(), items.size(), totals.itemCounts(), positiveShare(), KernelProviders.choose());
        }

        private void train(Rounds rounds, SharedOnCluster shared) {
            boolean keepBest = false;
            for (int epoch = 1; epoch <= config.whole(Setting.EPOCHS) && !patienceIsOver(); epoch++) {
                long start = System.nanoTime();
                int slices = slices(epoch);
                for (int slice = 0; slice < slices; slice++) {
                    rounds.round(plan.at(epoch, slice, slices, keepBest && slice == 0));
                }
                keepBest = validate(rounds, shared, epoch, start);
            }
        }

        private boolean patienceIsOver() {
            int patience = config.whole(Setting.PATIENCE);
            return census.valid() > 0 && patience > 0 && history.size() - bestEpoch >= patience;
        }

        /** Judges the model after an epoch; returns whether it is the best and is to be kept. */
        private boolean validate(Rounds rounds, SharedOnCluster shared, int epoch, long start) {
            ValidationCounts counts = census.valid() == 0 ? null : Validation.of(blocks, rounds.states(), shared.view(), plan);
            double value = counts == null ? Double.NaN : counts.get(select);
            boolean better = counts == null || Double.isNaN(bestMetric) || select.isBetter(value, bestMetric);
            if (better) {
                bestEpoch = epoch;
                bestMetric = value;
            }
            if (better && counts != null) {
                best = shared.current().copy();
            }
            EpochSummary summary = EpochSummary.of(epoch, counts, better, (System.nanoTime() - start) * 1e-9, rounds, shared.sentBytes());
            history.add(summary);
            LOG.log(Level.INFO, summary.toString());
            return better && counts != null;
        }

        /** The states of the best epoch: those that are there, or, if it is not the last, what was kept of it. */
        private JavaRDD<BlockState> bestStates(Rounds rounds) {
            boolean last = bestEpoch == history.size();
            return rounds.states().map(state -> last ? state : new BlockState(state.best(), state.best(), state.optimizerSteps()));
        }
    }
}
