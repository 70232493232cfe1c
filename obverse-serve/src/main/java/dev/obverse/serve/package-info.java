/**
 * A trained model as a service: what one starts, stops and configures.
 *
 * <p>The parts lie below: answers from a model, feedback that is kept, and HTTP around both.
 */
@NullMarked
package dev.obverse.serve;

import org.jspecify.annotations.NullMarked;
