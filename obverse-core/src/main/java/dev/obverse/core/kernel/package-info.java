/**
 * The few vector primitives that training spends its time in, behind one interface, so that everything else reads like the algorithm.
 * No other package loops over embeddings where speed counts.
 */
@NullMarked
package dev.obverse.core.kernel;

import org.jspecify.annotations.NullMarked;
