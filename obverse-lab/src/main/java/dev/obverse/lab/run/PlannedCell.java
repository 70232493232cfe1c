package dev.obverse.lab.run;

/**
 * A cell and where it runs.
 *
 * @param slice its data
 * @param cell what is trained
 */
record PlannedCell(SharedSlice slice, Cell cell) {}
