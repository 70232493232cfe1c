package dev.obverse.spark;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingSteps;
import java.util.ArrayList;
import java.util.List;

/**
 * One block's part of a round: its own rows and the shared ones, as they were merged last, go into a model of the engine, which takes a slice of
 * the block's epoch; what has changed comes back. The result is a function of the arguments alone.
 */
final class LocalRound {
    private final UserBlock block;
    private final BlockState before;
    private final Shared shared;
    private final Interactions heavyRows;
    private final RoundPlan plan;

    /**
     * Sets a round up.
     *
     * @param heavyRows training rows of heavy users in any block: they are no unexposed pairs here either
     */
    LocalRound(UserBlock block, BlockState before, Shared shared, Interactions heavyRows, RoundPlan plan) {
        this.block = block;
        this.before = before;
        this.shared = shared;
        this.heavyRows = heavyRows;
        this.plan = plan;
    }

    RoundResult run(int threads) {
        long start = System.nanoTime();
        try (Workers workers = new Workers(threads)) {
            RecommenderModel model = plan.blank(block);
            Tables tables = new Tables(model.parameters(), block.sharedUsers());
            if (block.train().size() == 0) {
                tables.loadOwn(before.own());
                return result(new BlockState(before.own(), best(tables), before.optimizerSteps()), List.of(), 0, 0, start);
            }
            TrainingData data = new TrainingData(block.train(), Interactions.empty(), block.users(), plan.items(), heavyRows);
            TrainingSteps steps = new TrainingSteps(plan.config(block.index()), data, model, block.kernels(), workers);
            tables.load(shared);
            tables.loadOwn(before.own());
            float[][] best = best(tables);
            steps.resumeAt(before.optimizerSteps());
            long taken = advance(steps);
            List<Rows> changed = tables.changes(shared, block.index());
            return result(
                    new BlockState(tables.own(), best, steps.optimizerSteps()), changed, taken, taken * loss(steps), start);
        } catch (InvalidInputException e) {
            return refused(e, start);
        }
    }

    private float[][] best(Tables tables) {
        return plan.keepBest() ? tables.ownValues() : before.best();
    }

    private long advance(TrainingSteps steps) {
        long total = steps.begin(plan.epoch());
        long from = total * plan.slice() / plan.slices();
        long to = total * (plan.slice() + 1) / plan.slices();
        steps.skipTo(from);
        while (steps.done() < to) {
            steps.step();
        }
        steps.requireFinite();
        return to - from;
    }

    /** The mean loss of the phase that came last. */
    private static double loss(TrainingSteps steps) {
        return steps.statistics().meanLosses().values().stream().reduce(0.0, (earlier, later) -> later);
    }

    private RoundResult result(BlockState after, List<Rows> changed, long steps, double lossSum, long start) {
        long bytes = changed.stream().mapToLong(Rows::bytes).sum();
        return new RoundResult(after, new ArrayList<>(changed), new RoundResult.Report(
                block.index(), steps, lossSum, (System.nanoTime() - start) * 1e-9, bytes, block.kernels().name(), null));
    }

    private RoundResult refused(InvalidInputException e, long start) {
        String sentence = "block " + (block.index() + 1) + " of " + plan.blocks() + " (" + block.train().size()
                + " training rows; fewer numPartitions make larger blocks): " + e.getMessage();
        return new RoundResult(before, new ArrayList<>(), new RoundResult.Report(
                block.index(), 0, 0, (System.nanoTime() - start) * 1e-9, 0, block.kernels().name(), sentence));
    }
}
