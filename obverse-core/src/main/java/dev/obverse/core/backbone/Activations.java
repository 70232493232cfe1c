package dev.obverse.core.backbone;

/**
 * A matrix with a row for each pair of a batch, and its gradient. Rows are padded to whole panels and then by one cache line, so that rows a
 * power of two apart do not fall into the same cache set.
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
        resize(capacity);
    }

    /** Makes room for so many pairs; what was there is lost when it grows. */
    void resize(int pairs) {
        size = pairs;
        if (values.length < pairs * stride) {
            values = new float[pairs * stride];
            gradients = new float[pairs * stride];
        }
    }

    /** Number of pairs. */
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
