package dev.obverse.core.train;

import dev.obverse.core.metric.Metrics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known after an epoch: a line of {@code history.jsonl}.
 *
 * @param epoch 1, 2, ...
 * @param losses mean loss by phase; for the Inverse Gradient also of the labelled batch at its three points
 * @param valid metrics on the validation rows, or null where there are none
 * @param choices how often the Inverse Gradient chose what
 * @param meanPositiveWeight mean positive weight of unlabeled pairs, NaN where there was none
 * @param positiveWeightDeciles its nine deciles, or none
 * @param best whether this epoch is the best so far
 * @param seconds how long it took, validation included
 */
public record EpochRecord(
        int epoch,
        Map<String, Double> losses,
        @Nullable Metrics valid,
        Map<Choice, Long> choices,
        double meanPositiveWeight,
        double[] positiveWeightDeciles,
        boolean best,
        double seconds) {}
