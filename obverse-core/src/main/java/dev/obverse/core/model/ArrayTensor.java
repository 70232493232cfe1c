package dev.obverse.core.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A tensor whose elements are those of one primitive array. */
final class ArrayTensor implements Tensor {
    /** Copies elements from {@code first} on into the window; it need not move the window's position. */
    interface Copy {
        void into(int first, ByteBuffer window);
    }

    private final String name;
    private final Dtype dtype;
    private final long[] shape;
    private final Copy copy;

    ArrayTensor(String name, Dtype dtype, long[] shape, long elements, Copy copy) {
        long product = 1;
        for (long extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        if (product != elements) {
            throw new IllegalArgumentException(
                    "tensor " + name + " of shape " + Arrays.toString(shape) + " cannot hold " + elements + " values");
        }
        this.name = name;
        this.dtype = dtype;
        this.shape = shape.clone();
        this.copy = copy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Dtype dtype() {
        return dtype;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public void fill(long first, ByteBuffer window) {
        copy.into(Math.toIntExact(first), window);
        window.position(window.limit());
    }
}
