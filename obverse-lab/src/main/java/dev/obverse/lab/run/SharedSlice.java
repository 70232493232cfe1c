package dev.obverse.lab.run;

import dev.obverse.lab.study.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * A slice that several cells share: read when the first of them needs it and let go when the last is done, but for its summary.
 */
final class SharedSlice {
    private final Slices slices;
    private final DataSet data;
    private final double labelFraction;
    private final long dataSeed;
    private int users;
    private @Nullable Held held;
    private @Nullable SliceSummary summary;

    SharedSlice(Slices slices, DataSet data, double labelFraction, long dataSeed) {
        this.slices = slices;
        this.data = data;
        this.labelFraction = labelFraction;
        this.dataSeed = dataSeed;
    }

    /** The rows and their floors. */
    record Held(Slice slice, Floors floors) {}

    String id() {
        return Slice.id(data.name(), labelFraction, dataSeed);
    }

    /** One more cell will want it. */
    synchronized void announce() {
        users++;
    }

    synchronized Held take() {
        Held there = held;
        if (there == null) {
            Slice slice = slices.read(data, labelFraction, dataSeed);
            there = new Held(slice, Floors.of(slice));
            held = there;
            if (summary == null) {
                summary = SliceSummary.of(slice, there.floors());
            }
        }
        return there;
    }

    /** A cell is done with it. */
    synchronized void release() {
        users--;
        if (users == 0) {
            held = null;
        }
    }

    /** What is known of it once a cell has taken it. */
    synchronized @Nullable SliceSummary summary() {
        return summary;
    }
}
