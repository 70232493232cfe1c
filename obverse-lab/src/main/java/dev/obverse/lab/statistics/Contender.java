package dev.obverse.lab.statistics;

import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.PairedBootstrap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A method or a floor on the judged rows of a board.
 *
 * @param name its name
 * @param mean its mean over seeds; NaN where undefined
 * @param resamples its metrics over the resamples of the board
 */
record Contender(String name, ToDoubleFunction<Metric> mean, PairedBootstrap.Resamples resamples) {
    /** The best of several in a metric, or null if there is none. It is chosen on the judged rows themselves, which favours it. */
    static @Nullable Contender best(List<Contender> contenders, Metric metric) {
        Contender best = null;
        for (Contender contender : contenders) {
            if (best == null || metric.isBetter(contender.mean().applyAsDouble(metric), best.mean().applyAsDouble(metric))) {
                best = contender;
            }
        }
        return best;
    }
}
