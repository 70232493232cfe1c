package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.RowUnits;
import dev.obverse.core.kernel.Side;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.sample.Batch;

/** The two sides of the batch that a pass is at, and the threads that it may use: what the terms of a backbone share. */
final class BatchSides {
    private final Kernels kernels;
    private final EmbeddingTable userTable;
    private final EmbeddingTable itemTable;
    private final Workers workers;
    private final Side users;
    private final Side items;
    private final int columns;
    private final Workers.Task index = this::index;
    private final Workers.Task gather = this::gather;
    private Batch batch = new Batch(0);
    private boolean indexed;

    /**
     * Makes the sides.
     *
     * @param columns how many columns of a row, from the first on, are read pair by pair
     */
    BatchSides(Kernels kernels, EmbeddingTable userTable, EmbeddingTable itemTable, int columns, Workers workers) {
        this.kernels = kernels;
        this.userTable = userTable;
        this.itemTable = itemTable;
        this.columns = columns;
        this.workers = workers;
        this.users = new Side(batch.userRows());
        this.items = new Side(batch.itemRows());
    }

    /**
     * Goes to the next batch. A thread alone reads the rows where they are; the distinct ones are then not known before {@link #index}.
     * Several find them first, each those of one side, and gather them, each as many.
     */
    void set(Batch next) {
        batch = next;
        indexed = workers.threads() > 1;
        if (indexed) {
            workers.run(2, 1, index);
            users.pointToCopy(columns);
            items.pointToCopy(columns);
            workers.run(RowUnits.COUNT, 1, gather);
        } else {
            users.set(userTable.data(), userTable.stride(), batch.users(), users.rows());
            items.set(itemTable.data(), itemTable.stride(), batch.items(), items.rows());
        }
    }

    private void gather(int from, int to) {
        int ofUsers = users.rows().rows().size();
        int ofItems = items.rows().rows().size();
        users.gather(kernels, RowUnits.userStart(ofUsers, ofItems, from), RowUnits.userStart(ofUsers, ofItems, to));
        items.gather(kernels, RowUnits.itemStart(ofUsers, ofItems, from), RowUnits.itemStart(ofUsers, ofItems, to));
    }

    /** Finds the distinct rows of the batch, the two sides at once, unless that is done: the way back and towers need them. */
    void index() {
        if (!indexed) {
            indexed = true;
            workers.run(2, 1, index);
        }
    }

    private void index(int from, int to) {
        for (int side = from; side < to; side++) {
            pointTo(side);
        }
    }

    private void pointTo(int side) {
        if (side == 0) {
            users.set(userTable.data(), userTable.stride(), batch.users(), batch.userRows());
        } else {
            items.set(itemTable.data(), itemTable.stride(), batch.items(), batch.itemRows());
        }
    }

    int size() {
        return batch.size();
    }

    /** Number of values in a row of either table. */
    int width() {
        return userTable.width();
    }

    Side users() {
        return users;
    }

    Side items() {
        return items;
    }

    Workers workers() {
        return workers;
    }
}
