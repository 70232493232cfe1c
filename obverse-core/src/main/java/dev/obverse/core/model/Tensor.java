package dev.obverse.core.model;

import java.nio.ByteBuffer;

/**
 * A named array on its way into a model file. It writes itself in windows, so that a table need not be copied to be saved, in
 * whatever layout it lies in memory.
 */
public interface Tensor {
    /** The name, unique in its file and not {@code __metadata__}. */
    String name();

    /** The type of the elements. */
    Dtype dtype();

    /** The extent of each dimension, slowest first; empty for a scalar. The caller does not change it. */
    long[] shape();

    /**
     * Fills the rest of the window with the elements from {@code first} on, in row-major order.
     *
     * @param first index of the first element wanted
     * @param window little-endian; its remaining bytes are a whole number of elements, none beyond the tensor's end
     */
    void fill(long first, ByteBuffer window);

    /** A tensor of floats that lie together. */
    static Tensor floats(String name, float[] values, long... shape) {
        return new ArrayTensor(name, Dtype.F32, shape, values.length, (first, window) -> {
            int count = window.remaining() / Float.BYTES;
            window.asFloatBuffer().put(values, first, count);
        });
    }

    /**
     * A table of floats whose rows lie {@code stride} apart: row r is {@code values[offset + r*stride ..]}, for
     * {@code columns} values.
     *
     * @throws IllegalArgumentException if the table does not lie within the array
     */
    static Tensor table(String name, float[] values, int offset, int stride, int rows, int columns) {
        long end = offset + (rows - 1L) * stride + columns;
        boolean empty = rows == 0 || columns == 0;
        if (offset < 0 || rows < 0 || columns < 0 || stride < columns || (!empty && end > values.length)) {
            throw new IllegalArgumentException("table " + name + " of " + rows + " x " + columns + " from " + offset
                    + " by " + stride + " does not lie within " + values.length + " values");
        }
        long[] shape = {rows, columns};
        return new ArrayTensor(name, Dtype.F32, shape, Math.multiplyExact((long) rows, columns), (first, window) -> {
            int row = first / columns;
            int column = first % columns;
            while (window.hasRemaining()) {
                int count = Math.min(columns - column, window.remaining() / Float.BYTES);
                window.asFloatBuffer().put(values, offset + row * stride + column, count);
                window.position(window.position() + count * Float.BYTES);
                column = 0;
                row++;
            }
        });
    }

    /** A tensor of ints. */
    static Tensor ints(String name, int[] values, long... shape) {
        return new ArrayTensor(name, Dtype.I32, shape, values.length, (first, window) ->
                window.asIntBuffer().put(values, first, window.remaining() / Integer.BYTES));
    }

    /** A tensor of longs. */
    static Tensor longs(String name, long[] values, long... shape) {
        return new ArrayTensor(name, Dtype.I64, shape, values.length, (first, window) ->
                window.asLongBuffer().put(values, first, window.remaining() / Long.BYTES));
    }

    /** A tensor of bytes. */
    static Tensor bytes(String name, byte[] values, long... shape) {
        return new ArrayTensor(name, Dtype.U8, shape, values.length, (first, window) ->
                window.put(values, first, window.remaining()));
    }
}
