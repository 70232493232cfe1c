package dev.obverse.core.rank;

import dev.obverse.core.kernel.BytePanels;

/**
 * Some items of an inner product along the axes of a {@link Frame}, in spreads from the mean, in units of a common scale, rounded to whole
 * numbers; with what the rounding has taken away at most, so that a product with them bounds the true one.
 *
 * <p>No rounded item is longer than {@link #LONGEST}, and no query that it meets ({@link Queries}): by Cauchy and Schwarz their product then fits
 * in 16 bits, whatever its partial sums do.
 */
final class RoundedItems {
    /** The Euclidean norm that no rounded vector exceeds: {@code LONGEST * LONGEST < 2^15}. */
    static final int LONGEST = 181;

    private final BytePanels panels;
    private final double scale;
    private double norm;
    private double error;
    private double largest;

    private RoundedItems(BytePanels panels, double scale) {
        this.panels = panels;
        this.scale = scale;
    }

    /**
     * Rounds items.
     *
     * @param rows their values along the axes
     * @param count how many items
     */
    static RoundedItems of(float[] rows, int count, Frame frame) {
        int depth = frame.axes().length;
        double[] coordinates = frame.coordinates(rows);
        double longest = 0;
        double most = 0;
        for (int item = 0; item < count; item++) {
            double squares = 0;
            for (int k = item * depth; k < (item + 1) * depth; k++) {
                most = Math.max(most, Math.abs(coordinates[k]));
                squares += coordinates[k] * coordinates[k];
            }
            longest = Math.max(longest, Math.sqrt(squares));
        }
        double scale = Math.max(longest / room(depth), most / Byte.MAX_VALUE);
        if (!Double.isFinite(scale)) {
            RoundedItems unknown = new RoundedItems(new BytePanels(depth, count), 1);
            unknown.largest = Double.NaN;
            return unknown;
        }
        RoundedItems rounded = new RoundedItems(new BytePanels(depth, count), scale > 0 ? scale : 1);
        double shared = frame.sharedSquares();
        for (int item = 0; item < count; item++) {
            rounded.round(coordinates, rows, item, shared);
        }
        return rounded;
    }

    /** Returns how long a vector of so many values, below 2^16, may be if it shall not exceed {@link #LONGEST} once it is rounded. */
    static double room(int depth) {
        return LONGEST - Math.sqrt(depth) / 2;
    }

    private void round(double[] coordinates, float[] rows, int item, double sharedSquares) {
        int depth = panels.depth();
        double whole = 0;
        double rest = 0;
        double squares = sharedSquares;
        for (int k = 0; k < depth; k++) {
            double value = rows[item * depth + k];
            double x = coordinates[item * depth + k] / scale;
            double rounded = Math.rint(x);
            panels.set(k, item, (byte) rounded);
            whole += rounded * rounded;
            rest += (x - rounded) * (x - rounded);
            squares += value * value;
        }
        norm = Math.max(norm, Math.sqrt(whole));
        error = Math.max(error, Math.sqrt(rest));
        largest = Math.max(largest, Math.sqrt(squares));
    }

    /** Returns the whole numbers, a column an item. */
    BytePanels panels() {
        return panels;
    }

    /** Returns the unit of the whole numbers. */
    double scale() {
        return scale;
    }

    /** Returns the largest Euclidean norm of a rounded item, in units of the scale. */
    double norm() {
        return norm;
    }

    /** Returns the largest Euclidean norm of what rounding took away from an item, in units of the scale. */
    double error() {
        return error;
    }

    /** Returns the largest Euclidean norm of an item; NaN where one has a value that is not finite, and none is rounded. */
    double largest() {
        return largest;
    }
}
