package dev.obverse.spark;

/** Shared rows as they were when a round began. */
interface EarlierRows {
    Shape shape(int matrix);

    /** Returns a copy of some rows of a matrix, one behind the other. */
    float[] rows(int matrix, int[] ids);
}
