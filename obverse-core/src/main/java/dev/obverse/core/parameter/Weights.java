package dev.obverse.core.parameter;

import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;
import java.util.List;

/** Dense weights: a vector or a row-major matrix that every step touches as a whole. Optimizer state lies behind the values. */
public final class Weights implements Parameter {
    private final String name;
    private final List<Long> shape;
    private final int size;
    private float[] data;

    private Weights(String name, List<Long> shape, int size) {
        this.name = name;
        this.shape = shape;
        this.size = size;
        this.data = new float[size];
    }

    /** Makes a vector of zeros. */
    public static Weights vector(String name, int size) {
        return new Weights(name, List.of((long) size), size);
    }

    /** Makes a matrix of zeros, row-major. */
    public static Weights matrix(String name, int rows, int columns) {
        return new Weights(name, List.of((long) rows, (long) columns), Math.multiplyExact(rows, columns));
    }

    /** Draws every value uniformly from -limit to limit. */
    public Weights fillUniform(double limit, SplitMix64 random) {
        for (int i = 0; i < size; i++) {
            data[i] = (float) (limit * (2 * random.nextDouble() - 1));
        }
        return this;
    }

    @Override
    public void reserveState(int slots) {
        data = Arrays.copyOf(Arrays.copyOf(data, size), size * (1 + slots));
    }

    /** Returns the number of values, optimizer state left out. */
    public int size() {
        return size;
    }

    /** Returns the array that starts with the values. Not a copy. */
    @Override
    public float[] data() {
        return data;
    }

    @Override
    public List<TensorView> tensors() {
        int width = shape.size() == 1 ? size : Math.toIntExact(shape.get(1));
        return List.of(new TensorView(name, shape, data, 0, width == 0 ? 0 : size / width, width, width));
    }
}
