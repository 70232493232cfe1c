package dev.obverse.spark;

/**
 * Some rows of one shared matrix, with their optimizer state.
 *
 * @param block the block of users that trained them, or -1 for what they were merged to
 * @param matrix which matrix
 * @param ids which rows, ascending
 * @param values one row behind the other
 */
record Rows(int block, int matrix, int[] ids, float[] values) implements RoundMessage {
    long bytes() {
        return Integer.BYTES * (long) ids.length + Float.BYTES * (long) values.length;
    }
}
