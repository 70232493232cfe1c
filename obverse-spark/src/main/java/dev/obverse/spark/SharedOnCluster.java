package dev.obverse.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The shared rows as the driver has them and as executors get them: one broadcast of all, then one of the rows that each merge changed, until
 * those outweigh the first, when all are sent anew. What earlier rounds read stays with the driver as long as a lost block may have to be
 * trained again from it: until {@link #forget}.
 */
final class SharedOnCluster {
    private final JavaSparkContext context;
    private final Shared current;
    private final List<Broadcast<?>> sent = new ArrayList<>();
    private Broadcast<Shared> base;
    private List<Broadcast<Rows[]>> patches = List.of();
    private long patchBytes;
    private long sentBytes;

    SharedOnCluster(JavaSparkContext context, Shared current) {
        this.context = context;
        this.current = current;
        this.base = send(current.copy());
    }

    private Broadcast<Shared> send(Shared all) {
        Broadcast<Shared> broadcast = context.broadcast(all);
        sent.add(broadcast);
        sentBytes += all.bytes();
        return broadcast;
    }

    /** Returns what a task of the next round reads; it may be kept, and stays as it is. */
    SharedView view() {
        return new SharedView(base, List.copyOf(patches));
    }

    /** Returns the values as they are now. Not a copy. */
    Shared current() {
        return current;
    }

    /** Returns the bytes that every executor has been sent. */
    long sentBytes() {
        return sentBytes;
    }

    /** Takes over what a merge came to. */
    void put(Rows[] merged) {
        long bytes = 0;
        for (Rows rows : merged) {
            current.put(rows);
            bytes += rows.bytes();
        }
        patchBytes += bytes;
        if (patchBytes >= current.bytes()) {
            // Executors let go of what only a lost block would ask for again; the driver has it still.
            patches.forEach(Broadcast::unpersist);
            base.unpersist();
            patches = List.of();
            patchBytes = 0;
            base = send(current.copy());
        } else {
            Broadcast<Rows[]> patch = context.broadcast(merged);
            sent.add(patch);
            sentBytes += bytes;
            List<Broadcast<Rows[]>> longer = new ArrayList<>(patches);
            longer.add(patch);
            patches = longer;
        }
    }

    /** Lets go of what only rounds before the last checkpoint have read. */
    void forget() {
        sent.removeIf(broadcast -> {
            boolean old = !broadcast.equals(base) && !patches.contains(broadcast);
            if (old) {
                broadcast.destroy();
            }
            return old;
        });
    }

    /** Lets go of everything. */
    void close() {
        sent.forEach(Broadcast::destroy);
        sent.clear();
    }
}
