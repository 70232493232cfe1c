package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.BiasPrior;
import dev.obverse.core.train.ShrunkRates;
import dev.obverse.core.train.TrainingSteps;

/**
 * What a run starts with: drawn as on one machine, shared rows by the seed of the run, a block's own by the seed of the block; biases, where the
 * config asks for it, from rates shrunk towards the share of positives in the whole log.
 */
final class FirstValues {
    private FirstValues() {}

    /**
     * Returns the shared rows, with optimizer state of zeros.
     *
     * @param heavyRows training rows of the heavy users
     * @param heavyUsers how many those are
     * @param itemCounts for each item, its POSITIVE rows, and behind them its labelled rows; nothing where no prior is asked for
     */
    static Shared shared(TrainingConfig config, HeavyRows heavyRows, int heavyUsers, int items, int[] itemCounts, double positiveShare, Kernels kernels) {
        RecommenderModel model = drawn(config, heavyUsers, items, kernels);
        if (config.is(Setting.BIAS, "prior")) {
            int[] positives = new int[items];
            int[] labels = new int[items];
            System.arraycopy(itemCounts, 0, positives, 0, items);
            System.arraycopy(itemCounts, items, labels, 0, items);
            BiasPrior.apply(
                    new ShrunkRates(positiveShare, rates(heavyRows, heavyUsers, positiveShare), ShrunkRates.shrink(positives, labels, positiveShare)),
                    model.labels().parameters());
        }
        model.parameters().reserveState(TrainingSteps.stateSlots(config));
        return new Tables(model.parameters(), heavyUsers).shared();
    }

    private static double[] rates(HeavyRows rows, int users, double positiveShare) {
        int[] positives = new int[users];
        int[] labels = new int[users];
        for (int row = 0; row < rows.users().length; row++) {
            positives[rows.users()[row]] += rows.labels()[row] == 1 ? 1 : 0;
            labels[rows.users()[row]] += rows.labels()[row] <= 1 ? 1 : 0;
        }
        return ShrunkRates.shrink(positives, labels, positiveShare);
    }

    /** Returns the rows of a block's own users. */
    static BlockState of(UserBlock block, RoundPlan plan, double positiveShare) {
        TrainingConfig config = plan.config(block.index());
        int items = 1;
        RecommenderModel model = drawn(config, block.users(), items, block.kernels());
        if (config.is(Setting.BIAS, "prior")) {
            double[] rates = ShrunkRates.shrink(block.userCounts(true), block.userCounts(false), positiveShare);
            BiasPrior.apply(new ShrunkRates(positiveShare, rates, new double[0]), model.labels().parameters(), block.sharedUsers(), items);
        }
        return BlockState.beginning(new Tables(model.parameters(), block.sharedUsers()).ownValues());
    }

    private static RecommenderModel drawn(TrainingConfig config, int users, int items, Kernels kernels) {
        try {
            return Architecture.of(config).build(users, items, kernels, new SplitMix64(SplitMix64.key(config.seed(), Purpose.INITIALIZE, 0)));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.getMessage() + "; raise numPartitions where users are too many", e);
        }
    }
}
