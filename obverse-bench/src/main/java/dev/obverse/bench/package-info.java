/**
 * The engine beside its rivals: what is compared, the turns in which contestants run, and the table that comes of it. What a contestant
 * does in its own process is in {@code work}; the kernels one by one are in {@code kernel}.
 */
@NullMarked
package dev.obverse.bench;

import org.jspecify.annotations.NullMarked;
