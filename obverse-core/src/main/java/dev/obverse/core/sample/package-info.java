/**
 * What a step is made of: batches, seeded streams of random numbers, and the pools that unlabeled pairs are drawn from. Nothing here knows
 * a model or a loss.
 */
@NullMarked
package dev.obverse.core.sample;

import org.jspecify.annotations.NullMarked;
