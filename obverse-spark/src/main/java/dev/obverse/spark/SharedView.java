package dev.obverse.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/** The shared rows at the beginning of one round, as a task finds them. */
final class SharedView implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<Shared> base;
    private final ArrayList<Broadcast<Rows[]>> patches;

    SharedView(Broadcast<Shared> base, List<Broadcast<Rows[]>> patches) {
        this.base = base;
        this.patches = new ArrayList<>(patches);
    }

    /** Returns values that may be out of date; their shapes are not. */
    Shared base() {
        return base.value();
    }

    /** Returns the values; not to be written to. */
    Shared get() {
        return get(-1);
    }

    /** Returns the values, of which only those of one matrix are up to date. */
    Shared get(int matrix) {
        return base.value().with(patches.stream().map(Broadcast::value).toList(), matrix);
    }
}
