/**
 * Feedback that is on disk before it is acknowledged, and the training that goes on from it.
 *
 * <p>Nothing here knows HTTP.
 */
@NullMarked
package dev.obverse.serve.feedback;

import org.jspecify.annotations.NullMarked;
