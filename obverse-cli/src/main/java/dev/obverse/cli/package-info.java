/**
 * The command {@code obverse}: its verbs, their options, what they print and what they write into a run directory.
 *
 * <p>A verb parses its options, calls the libraries and shows the result. Arithmetic, training and reading of logs belong
 * to the modules below: code that a program on the JVM would want to call does not live here. Only this package ends the
 * process, prints to a terminal, or configures logging.
 */
@NullMarked
package dev.obverse.cli;

import org.jspecify.annotations.NullMarked;
