/**
 * Methods and the trainer. A method is a sequence of phases, and a phase a sequence of steps; the trainer runs them, validates after each
 * epoch and keeps the best.
 */
@NullMarked
package dev.obverse.core.train;

import org.jspecify.annotations.NullMarked;
