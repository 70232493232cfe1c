/**
 * What a study found, as plain values, and how they are written to {@code results.json} and read back. No arithmetic lives here and
 * nothing of clock, host or path but what a command needs: two runs of one study give the same bytes. Durations have a file of their own.
 */
@NullMarked
package dev.obverse.lab.result;

import org.jspecify.annotations.NullMarked;
