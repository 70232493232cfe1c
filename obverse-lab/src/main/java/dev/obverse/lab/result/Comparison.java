package dev.obverse.lab.result;

import org.jspecify.annotations.Nullable;

/**
 * A method against a rival in one metric, on the same rows and seeds.
 *
 * @param metric public name of the metric
 * @param against what the rival is: {@code control}, {@code baseline} or {@code floor}
 * @param rival the name of the method or floor
 * @param difference the method's mean over seeds minus the rival's; null where undefined
 * @param interval its 95 % interval from a paired bootstrap over users; null where undefined
 * @param p two-sided; null where undefined
 * @param holm p after Holm's correction over the methods of the leaderboard; null where undefined
 * @param verdict {@code beats}, {@code ties} or {@code loses}: a tie unless the interval excludes 0 and {@code holm} is at most 0.05
 */
public record Comparison(
        String metric,
        String against,
        String rival,
        @Nullable Double difference,
        @Nullable Range interval,
        @Nullable Double p,
        @Nullable Double holm,
        String verdict) {}
