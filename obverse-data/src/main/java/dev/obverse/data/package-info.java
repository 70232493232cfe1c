/**
 * From a log to interactions: files are read with DuckDB, rows are labelled by predicates, duplicates are merged and
 * counted, external ids become dense ones, and the rows are split.
 *
 * <p>Everything that touches SQL or a log's file format lives here and nowhere else. What leaves this package is the
 * core's own types in primitive arrays; nothing here knows how a model is trained or how a result is shown.
 */
@NullMarked
package dev.obverse.data;

import org.jspecify.annotations.NullMarked;
