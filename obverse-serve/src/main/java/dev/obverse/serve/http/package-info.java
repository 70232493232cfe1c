/**
 * The HTTP routes, who may call them, and what is told of errors, load and health.
 *
 * <p>A route parses, calls the answer or feedback package, and writes; it computes nothing.
 */
@NullMarked
package dev.obverse.serve.http;

import org.jspecify.annotations.NullMarked;
