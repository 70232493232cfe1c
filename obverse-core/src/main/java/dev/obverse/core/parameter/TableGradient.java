package dev.obverse.core.parameter;

import dev.obverse.core.kernel.RowSet;
import java.util.Arrays;

/**
 * The gradient of the rows of one table that a batch touches, summed per distinct row before the row's one update (the semantics of
 * a coalesced sparse gradient). The sum of the row in slot s starts at {@code s * width} of {@link #sums()}.
 */
public final class TableGradient {
    private final EmbeddingTable table;
    private final RowSet rows;
    private float[] sums;

    TableGradient(EmbeddingTable table, int capacity) {
        this.table = table;
        this.rows = new RowSet(capacity);
        this.sums = new float[Math.multiplyExact(Math.max(8, capacity), table.width())];
    }

    /** Returns the table. */
    public EmbeddingTable table() {
        return table;
    }

    /** Returns the rows that the batch touches, with their slots. */
    public RowSet rows() {
        return rows;
    }

    /** Returns the sums. Not a copy; {@link #touch} may replace the array. */
    public float[] sums() {
        return sums;
    }

    /** Marks a row as touched and returns its slot; a row touched for the first time starts from a zero gradient. */
    public int touch(int row) {
        int before = rows.size();
        int slot = rows.add(row);
        if (rows.size() > before) {
            int width = table.width();
            if ((slot + 1) * width > sums.length) {
                sums = Arrays.copyOf(sums, Math.multiplyExact(sums.length, 2));
            }
            Arrays.fill(sums, slot * width, (slot + 1) * width, 0f);
        }
        return slot;
    }

    /**
     * Touches all of these rows, each in the slot that it has there; only into an empty gradient.
     *
     * @return the sums, of which the caller must set every touched row
     * @throws IllegalStateException if a row is touched already
     */
    public float[] cover(RowSet covered) {
        if (rows.size() > 0) {
            throw new IllegalStateException("the gradient of " + table.tensors().get(0).name() + " is not empty");
        }
        rows.copy(covered);
        int length = Math.multiplyExact(rows.size(), table.width());
        if (sums.length < length) {
            sums = new float[length];
        }
        return sums;
    }

    /** Adds {@code scale * source[from .. from + width)} to the gradient of a row. */
    public void add(int row, float scale, float[] source, int from) {
        int at = touch(row) * table.width();
        for (int i = 0; i < table.width(); i++) {
            sums[at + i] += scale * source[from + i];
        }
    }

    void clear() {
        rows.clear();
    }
}
