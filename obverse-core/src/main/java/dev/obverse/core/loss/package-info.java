/**
 * Losses of one logit: cross-entropy and the Inverse Dual Loss, and what the methods of the field make of them over a batch.
 */
@NullMarked
package dev.obverse.core.loss;

import org.jspecify.annotations.NullMarked;
