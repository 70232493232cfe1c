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

    /** Replaces those of some other rows, {@code otherIds} ascending, that are among these. */
    void copyTo(float[] otherValues, int[] otherIds) {
        int stride = ids.length == 0 ? 0 : values.length / ids.length;
        int other = 0;
        for (int i = 0; i < ids.length; i++) {
            while (other < otherIds.length && otherIds[other] < ids[i]) {
                other++;
            }
            if (other < otherIds.length && otherIds[other] == ids[i]) {
                System.arraycopy(values, i * stride, otherValues, other * stride, stride);
            }
        }
    }
}
