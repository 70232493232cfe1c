/**
 * The hyper-parameters of a run: one list of them, checked, with defaults. Nothing here trains.
 */
@NullMarked
package dev.obverse.core.config;

import org.jspecify.annotations.NullMarked;
