/**
 * How a gradient becomes an update. Optimizers own no parameter: their state lies behind the values that it belongs to.
 */
@NullMarked
package dev.obverse.core.optimizer;

import org.jspecify.annotations.NullMarked;
