package dev.obverse.core.backbone;

/**
 * A matrix with a row for each pair of a batch, or for each distinct id, and its gradient. Rows are padded to whole panels and then by one
 * cache line, so that rows a power of two apart do not fall into the same cache set. What is never written is zero.
 */
final class Activations {
    private static final int PANEL = 32;
    private static final int LINE = 16;

    private final int stride;
    private int size;
    private float[] values = new float[0];
    private float[] gradients = new float[0];

    Activations(int width, int capacity) {
        stride = (width + PANEL - 1) / PANEL * PANEL + LINE;
        resize(capacity, capacity);
    }

    /** Sets the number of rows, and makes room for the most there may be; what was there is lost when it grows. */
    void resize(int rows, int most) {
        size = rows;
        if (values.length < most * stride) {
            values = new float[most * stride];
            gradients = new float[most * stride];
        }
    }

    /** Number of rows. */
    int size() {
        return size;
    }

    /** Distance between the starts of two rows. */
    int stride() {
        return stride;
    }

    float[] values() {
        return values;
    }

    float[] gradients() {
        return gradients;
    }
}
