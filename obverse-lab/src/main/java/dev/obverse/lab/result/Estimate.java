package dev.obverse.lab.result;

import org.jspecify.annotations.Nullable;

/**
 * A metric over the seeds of a method.
 *
 * @param mean the mean over seeds
 * @param interval the 95 % t interval of that mean, or null for a single seed. It covers what the seeds vary (training, and the draw of
 *     the labels), not the choice of the users that are tested
 * @param deviation the standard deviation of one seed, or null for a single seed
 * @param seeds how many seeds define the metric
 */
public record Estimate(double mean, @Nullable Range interval, @Nullable Double deviation, int seeds) {}
