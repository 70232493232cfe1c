package dev.obverse.spark;

import java.io.Serializable;
import java.util.List;

/**
 * The values of all shared rows, with their optimizer state: items, heavy users and weights. What is broadcast is not written to any more;
 * {@link #with} makes a copy.
 */
final class Shared implements EarlierRows, Serializable {
    private static final long serialVersionUID = 1L;

    private final Shape[] shapes;
    private final float[][] data;

    Shared(Shape[] shapes, float[][] data) {
        this.shapes = shapes;
        this.data = data;
    }

    int matrices() {
        return shapes.length;
    }

    @Override
    public Shape shape(int matrix) {
        return shapes[matrix];
    }

    /** The array of a matrix, row r from {@code r * stride}. Not a copy. */
    float[] data(int matrix) {
        return data[matrix];
    }

    long bytes() {
        long values = 0;
        for (float[] matrix : data) {
            values += matrix.length;
        }
        return Float.BYTES * values;
    }

    Shared copy() {
        float[][] copies = new float[data.length][];
        for (int m = 0; m < data.length; m++) {
            copies[m] = data[m].clone();
        }
        return new Shared(shapes, copies);
    }

    @Override
    public float[] rows(int matrix, int[] ids) {
        int stride = shapes[matrix].stride();
        float[] values = new float[Math.multiplyExact(ids.length, stride)];
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(data[matrix], ids[i] * stride, values, i * stride, stride);
        }
        return values;
    }

    /** Returns these values with some rows replaced, later ones over earlier ones. */
    Shared with(List<Rows[]> patches) {
        if (patches.isEmpty()) {
            return this;
        }
        Shared result = copy();
        for (Rows[] patch : patches) {
            for (Rows rows : patch) {
                result.put(rows);
            }
        }
        return result;
    }

    /** Replaces rows, in place. */
    void put(Rows rows) {
        int stride = shapes[rows.matrix()].stride();
        float[] into = data[rows.matrix()];
        for (int i = 0; i < rows.ids().length; i++) {
            System.arraycopy(rows.values(), i * stride, into, rows.ids()[i] * stride, stride);
        }
    }
}
