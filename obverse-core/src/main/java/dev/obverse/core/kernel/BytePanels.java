package dev.obverse.core.kernel;

/**
 * A matrix of whole numbers in -127..127, a byte each, in panels of {@value #WIDTH} columns, each panel row after row: a product walks memory
 * in order, and reads a quarter of what floats take. Columns past the last are zero.
 */
public final class BytePanels {
    /** Columns of a panel: a multiple of what any provider computes at once. */
    public static final int WIDTH = 128;

    /** So many rows of the other side go through a product together; a multiple of them is quickest. */
    public static final int ROWS = 5;

    /** How many numbers of 16 bits a product with these panels needs to work with. */
    public static final int SCRATCH = ROWS * WIDTH;

    private final int depth;
    private final int count;
    private final byte[] data;

    /** Makes panels of zeros for a matrix of {@code depth} rows and so many columns. */
    public BytePanels(int depth, int columns) {
        this.depth = depth;
        this.count = (columns + WIDTH - 1) / WIDTH;
        this.data = new byte[count * depth * WIDTH];
    }

    /** Sets the value in a row and a column. */
    public void set(int row, int column, byte value) {
        data[(column / WIDTH * depth + row) * WIDTH + column % WIDTH] = value;
    }

    /** Returns how many panels there are. */
    public int count() {
        return count;
    }

    /** Returns the number of rows of the matrix. */
    public int depth() {
        return depth;
    }

    /** Returns the values; panel j starts at {@code j * depth * WIDTH}, and row k of it {@code k * WIDTH} later. Not a copy. */
    public byte[] data() {
        return data;
    }
}
