/**
 * Models that give a logit to a pair, and the gradients of it. A backbone knows neither labels nor losses nor optimizers.
 */
@NullMarked
package dev.obverse.core.backbone;

import org.jspecify.annotations.NullMarked;
