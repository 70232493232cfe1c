package dev.obverse.core.rank;

import dev.obverse.core.kernel.BytePanels;
import dev.obverse.core.kernel.Kernels;

/**
 * The queries of some requests along the axes of a {@link Frame}, as they are and in whole numbers, and what a product of those with
 * {@link RoundedItems} tells of the true one.
 *
 * <p>Be m the frame's means and c its spreads. With whole numbers a and b, a query {@code q c = s (a + e)} and an item {@code v = m + c t (b + f)},
 * {@code q.v = q.m + s t (a.b + (a + e).f + e.b)}; so {@code q.v > x} only if {@code a.b > (x - q.m) / (s t) - |a + e| |f| - |e| |b|}.
 */
final class Queries {
    private static final int LINE = 32;
    /** Products of vectors whose norms multiply to less than this neither overflow nor have partial sums that do. */
    private static final double LARGEST = 1e37;

    private final Frame frame;
    private final int depth;
    private final int stride;
    private final short[] scratch = new short[BytePanels.SCRATCH];
    private float[] values = new float[0];
    private short[] whole = new short[0];
    private short[] least = new short[0];
    private float[] shared = new float[0];
    private double[] norms = new double[0];
    private double[] scales = new double[0];
    private double[] lengths = new double[0];
    private double[] errors = new double[0];
    private double[] atMeans = new double[0];

    Queries(Frame frame) {
        this.frame = frame;
        this.depth = frame.axes().length;
        this.stride = (depth + LINE - 1) / LINE * LINE + LINE;
    }

    /** Makes room for so many queries. */
    void begin(int count) {
        if (norms.length < count) {
            values = new float[count * depth];
            whole = new short[count * stride];
            least = new short[count];
            shared = new float[count];
            norms = new double[count];
            scales = new double[count];
            lengths = new double[count];
            errors = new double[count];
            atMeans = new double[count];
        }
    }

    /** Sets the j-th query, given all of its values. */
    void set(int j, float[] query) {
        float common = 0;
        double squares = 0;
        for (int i = 0; i < query.length; i++) {
            if (frame.shared()[i] != 0) {
                common += query[i] * frame.shared()[i];
            }
            squares += (double) query[i] * query[i];
        }
        double product = common;
        double spread = 0;
        for (int k = 0; k < depth; k++) {
            float value = query[frame.axes()[k]];
            values[j * depth + k] = value;
            product += (double) value * frame.means()[k];
            double x = value * frame.spreads()[k];
            spread += x * x;
        }
        shared[j] = common;
        norms[j] = Math.sqrt(squares);
        atMeans[j] = product;
        round(j, Math.sqrt(spread));
    }

    private void round(int j, double spread) {
        double scale = spread > 0 ? spread / RoundedItems.room(depth) : 1;
        double rest = 0;
        for (int k = 0; k < depth; k++) {
            double x = values[j * depth + k] * frame.spreads()[k] / scale;
            double rounded = Math.rint(x);
            whole[j * stride + k] = (short) rounded;
            rest += (x - rounded) * (x - rounded);
        }
        scales[j] = scale;
        lengths[j] = spread / scale;
        errors[j] = Math.sqrt(rest);
    }

    /** Returns the logit that is a standard deviation above the mean of all items for the j-th query, if their values are independent. */
    float usual(int j) {
        return (float) (atMeans[j] + lengths[j] * scales[j]);
    }

    /**
     * Sets the bits of the items whose logits for the first so many queries may be above their thresholds, {@code ldBits} words a query.
     *
     * @param roughly whether rounding may hide some that are
     */
    void above(int count, RoundedItems items, float[] thresholds, boolean roughly, Kernels kernels, long[] bits, int ldBits) {
        for (int j = 0; j < count; j++) {
            least[j] = least(j, items, thresholds[j], roughly);
        }
        kernels.productsAbove(whole, stride, items.panels(), least, scratch, bits, ldBits, 0, count);
    }

    /**
     * Returns what a product of the j-th query with one of the items in whole numbers must exceed if the logit, as single precision computes it,
     * exceeds a threshold: the least short, which is no such product, where nothing is known, and the largest where no logit does.
     */
    private short least(int j, RoundedItems items, float threshold, boolean roughly) {
        if (norms[j] == 0) {
            return threshold < 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
        }
        double size = norms[j] * items.largest();
        if (!(size < LARGEST)) {
            return Short.MIN_VALUE;
        }
        double inUnits = (threshold - atMeans[j]) / (scales[j] * items.scale());
        double slack = roughly ? 0 : slack(j, items, size);
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.floor(inUnits - slack)));
    }

    /** What rounding may have taken from a product, in its units: to whole numbers, of the logit in single precision, and of this. */
    private double slack(int j, RoundedItems items, double size) {
        double single = size * (depth + 4) * 0x1p-23 + frame.shared().length * (double) Float.MIN_VALUE;
        return lengths[j] * items.error() + errors[j] * items.norm() + single / (scales[j] * items.scale()) + 1;
    }

    /** Computes the logits of candidates: of query {@code owners[c]} and the item in row {@code places[c]}. */
    void logits(int[] owners, float[] rows, int[] places, int count, Kernels kernels, float[] into) {
        kernels.products(values, owners, rows, places, depth, into, count);
        for (int c = 0; c < count; c++) {
            into[c] += shared[owners[c]];
        }
    }
}
