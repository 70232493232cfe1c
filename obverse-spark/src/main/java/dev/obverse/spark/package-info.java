/**
 * Obverse on a Spark cluster: an estimator and its model that feel like Spark's own, and the rounds that train on many machines what one cannot
 * hold. Inside a partition the engine of {@code obverse-core} runs as it is; here is only what a cluster adds: ids and rows from columns, which
 * rows of a table are shared, how they are put together, and where state is kept between rounds. No mathematics of training belongs here.
 */
@NullMarked
package dev.obverse.spark;

import org.jspecify.annotations.NullMarked;
