/**
 * Fold-in: the rows of a user whom a trained model does not know, from a few labels, with everything else as it is. Nothing here trains a
 * model or changes one.
 */
@NullMarked
package dev.obverse.core.fold;

import org.jspecify.annotations.NullMarked;
