package dev.obverse.spark;

import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.Interactions;
import dev.obverse.core.train.Scorer;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Judges the model as it is between two rounds by the validation rows, each in the block of its user. */
final class Validation {
    private Validation() {}

    static ValidationCounts of(JavaRDD<UserBlock> blocks, JavaRDD<BlockState> states, SharedView view, RoundPlan plan) {
        List<ValidationCounts> parts = blocks.zipPartitions(states,
                (block, state) -> List.of(count(block.next(), state.next(), view.get(), plan)).iterator()).collect();
        ValidationCounts all = new ValidationCounts();
        parts.forEach(all::add);
        return all;
    }

    private static ValidationCounts count(UserBlock block, BlockState state, Shared shared, RoundPlan plan) {
        ValidationCounts counts = new ValidationCounts();
        Interactions valid = block.valid();
        if (valid.size() > 0) {
            RecommenderModel model = plan.blank(block);
            Tables tables = new Tables(model.parameters(), block.sharedUsers());
            tables.load(shared);
            tables.loadOwn(state.own());
            double[] logits = new Scorer(model.labels()).logits(valid);
            Metrics metrics = Scorer.evaluate(valid, logits);
            counts.add(valid, logits, metrics);
        }
        return counts;
    }
}
