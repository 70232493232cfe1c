/**
 * What a loaded model answers: rankings, scores, reasons, fold-in; models are swapped while requests run.
 *
 * <p>Nothing here knows HTTP, JSON or files other than the model's.
 */
@NullMarked
package dev.obverse.serve.answer;

import org.jspecify.annotations.NullMarked;
