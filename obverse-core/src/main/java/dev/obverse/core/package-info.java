/**
 * The vocabulary of Obverse that all its parts share: what an interaction and its label are, and how bad input is
 * reported.
 *
 * <p>Here live only small values and exceptions that more than one package of the core needs. Backbones, losses,
 * samplers, optimizers, training, metrics and the model file have packages of their own below this one, and nothing
 * here knows of them. The core depends on nothing outside the JDK, logs through {@link java.lang.System.Logger}, runs on
 * Java 17 and later, and does no I/O outside {@code core.model}.
 */
@NullMarked
package dev.obverse.core;

import org.jspecify.annotations.NullMarked;
