package dev.obverse.core.kernel;

/**
 * A matrix in the layout that the matrix products read: cut into panels of a few columns, each panel row after row, so that one product
 * walks memory in order. Columns past the last are zero, so that no product needs a remainder.
 */
public final class Panels {
    private final int depth;
    private final int columns;
    private final int width;
    private final float[] data;

    /** Makes panels for a matrix of {@code depth} rows and so many columns, {@link Kernels#panelWidth()} columns each. */
    public Panels(int depth, int columns, int width) {
        this.depth = depth;
        this.columns = columns;
        this.width = width;
        this.data = new float[count() * depth * width];
    }

    /** Returns how many panels there are. */
    public int count() {
        return (columns + width - 1) / width;
    }

    /** Returns the number of rows of the matrix. */
    public int depth() {
        return depth;
    }

    /** Returns the values; panel j starts at {@code j * depth * width}, and row k of it {@code k * width} later. Not a copy. */
    public float[] data() {
        return data;
    }

    /**
     * Fills panels {@code from} to {@code to - 1} from a row-major matrix, depth x columns.
     *
     * @param at where the matrix starts
     * @param ld the distance between the starts of two of its rows
     */
    public void set(float[] matrix, int at, int ld, int from, int to) {
        for (int panel = from; panel < to; panel++) {
            int columnsHere = Math.min(width, columns - panel * width);
            for (int k = 0; k < depth; k++) {
                System.arraycopy(matrix, at + k * ld + panel * width, data, (panel * depth + k) * width, columnsHere);
            }
        }
    }

    /**
     * Fills panels {@code from} to {@code to - 1} from the transpose, row-major, columns x depth.
     *
     * @param at where the transpose starts
     * @param ld the distance between the starts of two of its rows
     */
    public void setTransposed(float[] matrix, int at, int ld, int from, int to) {
        for (int panel = from; panel < to; panel++) {
            int columnsHere = Math.min(width, columns - panel * width);
            for (int k = 0; k < depth; k++) {
                int row = (panel * depth + k) * width;
                int source = at + panel * width * ld + k;
                for (int c = 0; c < columnsHere; c++) {
                    data[row + c] = matrix[source + c * ld];
                }
            }
        }
    }
}
