package dev.obverse.core.parameter;

import java.util.List;

/**
 * A named matrix inside a larger array: value (r, c) lies at {@code offset + r * stride + c}. Writes go through to the model.
 *
 * @param name the tensor's name in the model file
 * @param shape its dimensions in the model file; their product is rows x width
 * @param data the array that holds it
 * @param offset where value (0, 0) lies
 * @param rows number of rows; 1 for a vector
 * @param width number of columns
 * @param stride distance between the starts of two rows
 */
public record TensorView(String name, List<Long> shape, float[] data, int offset, int rows, int width, int stride) {
    /** Returns one value. */
    public float get(int row, int column) {
        return data[offset + row * stride + column];
    }

    /** Sets one value. */
    public void set(int row, int column, float value) {
        data[offset + row * stride + column] = value;
    }

    /** Returns all values, row-major, as a copy. */
    public float[] copy() {
        float[] values = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(data, offset + row * stride, values, row * width, width);
        }
        return values;
    }

    /**
     * Sets all values, row-major.
     *
     * @throws IllegalArgumentException if there are not rows x width of them
     */
    public void assign(float[] values) {
        if (values.length != rows * width) {
            throw new IllegalArgumentException(
                    name + " has " + rows + " x " + width + " values, not " + values.length);
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * width, data, offset + row * stride, width);
        }
    }
}
