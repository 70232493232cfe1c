package dev.obverse.core.rank;

import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.EmbeddingTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How alike items are: the cosines of their rows of the embedding table, over all of its columns. Safe for any number of threads.
 *
 * <p>Cosines are in double precision. The nearest items of all are found by a pass in single precision that keeps, besides those that are
 * nearest by it, whatever its rounding may have put behind them; their exact cosines decide.
 */
public final class ItemLikeness {
    private static final double UNIT_ROUNDOFF = 0x1p-24;
    /** Squares of norms within these bounds neither overflow nor vanish in single precision. */
    private static final double LEAST_NORM = 1e-15;
    private static final double LARGEST_NORM = 1e15;

    private final EmbeddingTable table;
    private final Kernels kernels;
    private final double[] norms;
    private final boolean inRange;

    private ItemLikeness(EmbeddingTable table, Kernels kernels) {
        this.table = table;
        this.kernels = kernels;
        norms = new double[table.rows()];
        boolean all = true;
        for (int row = 0; row < norms.length; row++) {
            norms[row] = Math.sqrt(dot(row, row));
            all &= norms[row] == 0 || (norms[row] > LEAST_NORM && norms[row] < LARGEST_NORM);
        }
        inRange = all;
    }

    /** Prepares the items of a backbone, as its parameters are now; null for one of someone's own that has no table of items. */
    public static @Nullable ItemLikeness of(Backbone backbone, int items, Kernels kernels) {
        List<EmbeddingTable> tables = backbone.parameters().tables();
        return tables.size() > 1 && tables.get(1).rows() == items ? new ItemLikeness(tables.get(1), kernels) : null;
    }

    /**
     * An item and how near it is to another one.
     *
     * @param item dense id
     * @param cosine in -1..1
     */
    public record Near(int item, double cosine) {
        private static final Comparator<Near> ORDER = Comparator.comparingDouble((Near near) -> -near.cosine).thenComparingInt(Near::item);
    }

    /** Returns the cosine in -1..1, or NaN if a row is all zeros and so has no direction. */
    public double cosine(int one, int other) {
        return Math.max(-1, Math.min(1, dot(one, other) / (norms[one] * norms[other])));
    }

    /** Returns something that the cosine is not above, at a fraction of its cost; NaN where the cosine is. */
    public double cosineAtMost(int one, int other) {
        if (!inRange) {
            return cosine(one, other);
        }
        int stride = table.stride();
        float dot = kernels.dot(table.data(), one * stride, table.data(), other * stride, table.width());
        return dot / (norms[one] * norms[other]) + rounding();
    }

    /** How far the single-precision cosine may be off: a rounding for each of the products and sums, of values that sum to 1 at most. */
    private double rounding() {
        return (table.width() + 8) * UNIT_ROUNDOFF;
    }

    private double dot(int one, int other) {
        float[] data = table.data();
        int a = one * table.stride();
        int b = other * table.stride();
        double sum = 0;
        for (int i = 0; i < table.width(); i++) {
            sum += (double) data[a + i] * data[b + i];
        }
        return sum;
    }

    /**
     * Returns the n items with the highest cosines to an item, the highest first; of one cosine, the smaller item first. Without the item
     * itself, and without rows that have no direction. One pass over the table.
     *
     * @param n at least 1
     */
    public List<Near> nearest(int item, int n) {
        if (norms[item] == 0) {
            return List.of();
        }
        float[] bounds = new float[norms.length];
        TopLists lists = new TopLists();
        lists.begin(new TopRequest[] {TopRequest.of(item, n, Weighting.LIKE, null)}, 1, norms.length);
        for (int other = 0; other < bounds.length; other++) {
            bounds[other] = other == item ? Float.NaN : (float) cosineAtMost(item, other);
            if (bounds[other] > lists.threshold(0)) {
                lists.offer(0, other, bounds[other]);
            }
        }
        lists.finish(0);
        if (lists.size(0) == 0) {
            return List.of();
        }
        // The n-th best cosine is at least the n-th best bound less twice the rounding: that of a bound goes both ways.
        double enough = lists.score(0, lists.size(0) - 1) - 2 * rounding() - 2 * UNIT_ROUNDOFF;
        List<Near> near = new ArrayList<>();
        for (int other = 0; other < bounds.length; other++) {
            if (bounds[other] >= enough) {
                near.add(new Near(other, cosine(item, other)));
            }
        }
        near.sort(Near.ORDER);
        return List.copyOf(near.subList(0, Math.min(n, near.size())));
    }
}
