/**
 * What training changes: embedding tables and weights, the gradient of a batch over them, and the undo log of a trial. Nothing here knows
 * what the numbers mean, and nothing costs more than the batch touches.
 */
@NullMarked
package dev.obverse.core.parameter;

import org.jspecify.annotations.NullMarked;
