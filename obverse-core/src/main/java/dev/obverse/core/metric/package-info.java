/**
 * What a list of scored, labelled rows is worth: the metrics, and how sure one may be of them.
 *
 * <p>{@link dev.obverse.core.metric.Evaluation} turns users, labels and logits into
 * {@link dev.obverse.core.metric.Metrics}; {@link dev.obverse.core.metric.Bootstrap} gives confidence intervals, and compares
 * two models on the same rows. Everything works on primitive arrays and sorts once.
 *
 * <p>Nothing here knows a model, a file or a log, and UNLABELED rows must be left out before they come here: a metric is
 * measured on what the log says, never on what a model believes.
 */
@NullMarked
package dev.obverse.core.metric;

import org.jspecify.annotations.NullMarked;
