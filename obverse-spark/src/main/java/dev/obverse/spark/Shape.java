package dev.obverse.spark;

import java.io.Serializable;

/**
 * A matrix of shared rows: those of a table, or one row that is all of a weight.
 *
 * @param rows how many rows are shared
 * @param width values of a row
 * @param stride values and optimizer state of a row
 */
record Shape(int rows, int width, int stride) implements Serializable {}
