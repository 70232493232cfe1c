package dev.obverse.core.parameter;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A table of embeddings, one row an id. Several embeddings of one id may lie side by side in a row (GMF's and the tower's in
 * NeuMF), and an optimizer keeps its state of a row behind the row's values, so that one id costs one visit to memory:
 * {@code [values | state 1 | state 2]}.
 */
public final class EmbeddingTable implements Parameter {
    /** The most values that a table holds, optimizer state included: one array of them. */
    public static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    private final int rows;
    private final int width;
    private final List<Column> columns;
    private float[] data;
    private int stride;

    /** One embedding in the row: its tensor name, its first column and how many columns it has. */
    public record Column(String name, int from, int width) {}

    /**
     * Makes a table of zeros.
     *
     * @throws InvalidInputException if it has more than {@link #MOST_VALUES} values
     */
    public EmbeddingTable(int rows, List<Column> columns) {
        this.rows = rows;
        this.columns = List.copyOf(columns);
        this.width = columns.stream().mapToInt(Column::width).sum();
        this.stride = width;
        this.data = allocate(stride);
    }

    /** Makes a table of zeros with one embedding to a row. */
    public EmbeddingTable(String name, int rows, int width) {
        this(rows, List.of(new Column(name, 0, width)));
    }

    /** Returns a table of zeros with the same embeddings in a row, for so many ids, and without optimizer state. */
    public EmbeddingTable alike(int ids) {
        return new EmbeddingTable(ids, columns);
    }

    private float[] allocate(int newStride) {
        requireRoom(rows, newStride);
        return new float[rows * newStride];
    }

    /**
     * Refuses a table like this one of more than {@link #MOST_VALUES}.
     *
     * @param ids how many rows
     * @param valuesEach how many values a row has, optimizer state included
     * @throws InvalidInputException if it has more
     */
    public void requireRoom(long ids, int valuesEach) {
        if (ids > MOST_VALUES / valuesEach) {
            throw new InvalidInputException(String.format(Locale.ROOT,
                    "the table %s needs %,d rows x %,d values, optimizer state included, more than one array of this machine holds (2^31):"
                            + " lower dim, or train on Spark (obverse-spark)", columns.get(0).name(), ids, valuesEach));
        }
    }

    @Override
    public void reserveState(int slots) {
        int newStride = width * (1 + slots);
        if (newStride == stride) {
            clearState();
            return;
        }
        float[] moved = allocate(newStride);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(data, row * stride, moved, row * newStride, width);
        }
        data = moved;
        stride = newStride;
    }

    private void clearState() {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(data, row * stride + width, (row + 1) * stride, 0f);
        }
    }

    /** Returns the number of ids. */
    public int rows() {
        return rows;
    }

    /** Returns the number of values of a row, optimizer state left out. */
    public int width() {
        return width;
    }

    /** Returns the distance between the starts of two rows in {@link #data()}. */
    public int stride() {
        return stride;
    }

    /** Returns the array behind the table; row r starts at {@code r * stride()}. Not a copy. */
    @Override
    public float[] data() {
        return data;
    }

    /** Draws the values of one embedding from a normal distribution around 0. */
    public void fillNormal(String column, double standardDeviation, SplitMix64 random) {
        TensorView view = view(column);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < view.width(); i++) {
                view.set(row, i, (float) (standardDeviation * random.nextGaussian()));
            }
        }
    }

    private TensorView view(String name) {
        return tensors().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no embedding is named " + name));
    }

    @Override
    public List<TensorView> tensors() {
        return columns.stream()
                .map(c -> new TensorView(c.name(), List.of((long) rows, (long) c.width()), data, c.from(), rows, c.width(), stride))
                .toList();
    }
}
