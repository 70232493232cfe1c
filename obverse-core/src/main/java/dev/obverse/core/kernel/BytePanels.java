package dev.obverse.core.kernel;

/**
 * A matrix in {@link Panels} once more in a quarter of the memory: each column as whole numbers in -127..127 and one scale. A product with it
 * misses the true one by no more than a bound that is known beforehand, so that it can tell which columns are worth the true one.
 *
 * <p>With the largest magnitude m of a column and scale {@code s = m / 127}, each value x is {@code s * w} within {@code s / 2}; so a product with a row
 * q is {@code s * sum_k q[k] w[k]} within {@code s / 2 * sum_k |q[k]|}, and {@link #slack} adds what float arithmetic may round.
 */
public final class BytePanels {
    private static final int MOST = 127;
    /** No scale is so small that its products are denormal. */
    private static final float LEAST_SCALE = 1e-20f;
    /** Below this sum of magnitudes a row's products may be. */
    private static final double LEAST_NORM = 1e-15;

    private final int depth;
    private final int count;
    private final byte[] data;
    private final float[] scales;

    private BytePanels(int depth, int count, int width) {
        this.depth = depth;
        this.count = count;
        this.data = new byte[count * depth * width];
        this.scales = new float[count * width];
    }

    /** Rounds a matrix; its values are finite. */
    public static BytePanels of(Panels panels, int width) {
        BytePanels bytes = new BytePanels(panels.depth(), panels.count(), width);
        for (int column = 0; column < bytes.scales.length; column++) {
            bytes.round(panels.data(), column / width * panels.depth() * width + column % width, width, column);
        }
        return bytes;
    }

    private void round(float[] values, int first, int width, int column) {
        float most = 0;
        for (int k = 0; k < depth; k++) {
            most = Math.max(most, Math.abs(values[first + k * width]));
        }
        float scale = Math.max(most / MOST, LEAST_SCALE);
        scales[column] = scale;
        for (int k = 0; k < depth; k++) {
            data[first + k * width] = (byte) Math.round(values[first + k * width] / scale);
        }
    }

    /**
     * Returns by how many times its scale a column's product with a row may miss the true one, whichever column; NaN where there is no bound,
     * because the row is too small, too large or not finite.
     */
    public float slack(float[] row, int at) {
        double norm = 0;
        for (int k = 0; k < depth; k++) {
            norm += Math.abs(row[at + k]);
        }
        // Either product is a chain of `depth` roundings of sums up to 127 norms; the quotient and the scale round as well.
        double slack = norm * (0.5 + 1e-4 + 2.0 * depth * MOST * 0x1p-24);
        return norm > LEAST_NORM && slack < Float.MAX_VALUE / (2 * MOST) ? (float) slack : Float.NaN;
    }

    /** Returns the number of rows of the matrix. */
    public int depth() {
        return depth;
    }

    /** Returns how many panels there are. */
    public int count() {
        return count;
    }

    /** Returns the whole numbers, laid out as {@link Panels#data()}. Not a copy. */
    public byte[] data() {
        return data;
    }

    /** Returns the scale of each column. Not a copy. */
    public float[] scales() {
        return scales;
    }
}
