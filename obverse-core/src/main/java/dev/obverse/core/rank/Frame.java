package dev.obverse.core.rank;

import java.util.stream.IntStream;

/**
 * Where items lie: the values by which they differ, which are the axes, with their mean along each and how far they spread around it, and the
 * values that all items share, such as the 1 that a user's bias is multiplied by.
 *
 * <p>Much of most items is their mean, and some terms of a logit are of another size than the rest; so it is in spreads from the mean that
 * items are rounded ({@link RoundedItems}).
 *
 * @param axes which values of an item differ
 * @param means by axis, finite; whatever they are, a bound stays a bound
 * @param spreads by axis, root of the mean square, finite and above 0
 * @param shared by value of an item: what all items have, and 0 along the axes
 */
record Frame(int[] axes, float[] means, double[] spreads, float[] shared) {
    /**
     * Finds the axes of all items; one along which a value is not finite has mean 0 and spread 1.
     *
     * @param rows the items by blocks, {@code depth} values each
     */
    static Frame of(float[][] rows, int depth) {
        float[] means = means(rows, depth);
        double[] spreads = spreads(rows, means);
        int[] axes = IntStream.range(0, depth).filter(k -> spreads[k] > 0).toArray();
        float[] ownMeans = new float[axes.length];
        double[] ownSpreads = new double[axes.length];
        for (int axis = 0; axis < axes.length; axis++) {
            ownMeans[axis] = means[axes[axis]];
            ownSpreads[axis] = spreads[axes[axis]];
            means[axes[axis]] = 0;
        }
        return new Frame(axes, ownMeans, ownSpreads, means);
    }

    private static float[] means(float[][] rows, int depth) {
        double[] sums = new double[depth];
        long items = 0;
        for (float[] block : rows) {
            for (int start = 0; start < block.length; start += depth) {
                for (int k = 0; k < depth; k++) {
                    sums[k] += block[start + k];
                }
            }
            items += block.length / depth;
        }
        float[] means = new float[depth];
        for (int k = 0; k < depth; k++) {
            float mean = (float) (sums[k] / items);
            means[k] = Float.isFinite(mean) ? mean : 0;
        }
        return means;
    }

    private static double[] spreads(float[][] rows, float[] means) {
        int depth = means.length;
        double[] spreads = new double[depth];
        long items = 0;
        for (float[] block : rows) {
            for (int start = 0; start < block.length; start += depth) {
                for (int k = 0; k < depth; k++) {
                    double x = (double) block[start + k] - means[k];
                    spreads[k] += x * x;
                }
            }
            items += block.length / depth;
        }
        for (int k = 0; k < depth; k++) {
            double spread = Math.sqrt(spreads[k] / items);
            spreads[k] = Double.isFinite(spread) ? spread : 1;
        }
        return spreads;
    }

    /** Returns of some items, or of a query, the values along the axes. */
    float[] alongAxes(float[] rows) {
        float[] values = new float[rows.length / shared.length * axes.length];
        for (int i = 0, start = 0; start < rows.length; start += shared.length) {
            for (int axis : axes) {
                values[i++] = rows[start + axis];
            }
        }
        return values;
    }

    /** Returns where items lie: along each axis in spreads from the mean. */
    double[] coordinates(float[] alongAxes) {
        double[] coordinates = new double[alongAxes.length];
        for (int start = 0; start < coordinates.length; start += axes.length) {
            for (int k = 0; k < axes.length; k++) {
                coordinates[start + k] = ((double) alongAxes[start + k] - means[k]) / spreads[k];
            }
        }
        return coordinates;
    }

    /** Returns the square of the Euclidean norm of what all items share. */
    double sharedSquares() {
        double squares = 0;
        for (float value : shared) {
            squares += (double) value * value;
        }
        return squares;
    }
}
