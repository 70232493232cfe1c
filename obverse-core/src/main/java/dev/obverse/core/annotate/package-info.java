/**
 * What a trained model says of a pair that nobody labelled, and why: its probability, the two losses and weights of the Inverse Dual
 * Loss, and reasons that a person can check against the log.
 *
 * <p>Nothing here trains, and nothing reads or writes files.
 */
@NullMarked
package dev.obverse.core.annotate;

import org.jspecify.annotations.NullMarked;
