package dev.obverse.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/** The shared rows at the beginning of one round, as a task finds them. */
final class SharedView implements EarlierRows, Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<Shared> base;
    private final ArrayList<Broadcast<Rows[]>> patches;

    SharedView(Broadcast<Shared> base, List<Broadcast<Rows[]>> patches) {
        this.base = base;
        this.patches = new ArrayList<>(patches);
    }

    @Override
    public Shape shape(int matrix) {
        return base.value().shape(matrix);
    }

    /** Returns all values; not to be written to. */
    Shared get() {
        return base.value().with(patches.stream().map(Broadcast::value).toList());
    }

    /** Returns rows without a copy of all others: who merges a range of a large table asks for no more. */
    @Override
    public float[] rows(int matrix, int[] ids) {
        float[] values = base.value().rows(matrix, ids);
        for (Broadcast<Rows[]> patch : patches) {
            for (Rows rows : patch.value()) {
                if (rows.matrix() == matrix) {
                    rows.copyTo(values, ids);
                }
            }
        }
        return values;
    }
}
