package dev.obverse.lab.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An epoch of a run.
 *
 * @param epoch 1, 2, ...
 * @param losses mean loss by phase; for the Inverse Gradient also that of the labelled batch at its three points. Null: not finite
 * @param valid validation metrics by public name; empty without validation rows. Null: undefined
 * @param choices how often the Inverse Gradient chose direct, inverse, stay
 * @param positiveWeight mean positive weight of unlabeled pairs, or null where there was none
 * @param positiveWeightDeciles its nine deciles, or none
 * @param best whether it was the best epoch so far
 */
public record EpochResult(
        int epoch,
        Map<String, @Nullable Double> losses,
        Map<String, @Nullable Double> valid,
        Map<String, Long> choices,
        @Nullable Double positiveWeight,
        List<Double> positiveWeightDeciles,
        boolean best) {

    /** Copies the collections. */
    public EpochResult {
        losses = Ordered.copy(losses);
        valid = Ordered.copy(valid);
        choices = Ordered.copy(choices);
        positiveWeightDeciles = List.copyOf(positiveWeightDeciles);
    }
}
