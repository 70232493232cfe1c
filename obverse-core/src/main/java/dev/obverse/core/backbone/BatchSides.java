package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Side;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.sample.Batch;

/** The two sides of the batch that a pass is at, and the threads that it may use: what the terms of a backbone share. */
final class BatchSides {
    private final EmbeddingTable userTable;
    private final EmbeddingTable itemTable;
    private final Workers workers;
    private final Side users;
    private final Side items;
    private final Workers.Task index = this::index;
    private Batch batch = new Batch(0);
    private boolean indexed;

    BatchSides(EmbeddingTable userTable, EmbeddingTable itemTable, Workers workers) {
        this.userTable = userTable;
        this.itemTable = itemTable;
        this.workers = workers;
        this.users = new Side(batch.userRows());
        this.items = new Side(batch.itemRows());
    }

    /** Goes to the next batch; its distinct rows are not known before {@link #index}. */
    void set(Batch next) {
        batch = next;
        indexed = false;
        users.set(userTable.data(), userTable.stride(), batch.users(), users.rows());
        items.set(itemTable.data(), itemTable.stride(), batch.items(), items.rows());
    }

    /** Finds the distinct rows of the batch, the two sides at once, unless that is done: the way back and towers need them. */
    void index() {
        if (indexed) {
            return;
        }
        indexed = true;
        workers.run(2, 1, index);
        users.set(userTable.data(), userTable.stride(), batch.users(), batch.userRows());
        items.set(itemTable.data(), itemTable.stride(), batch.items(), batch.itemRows());
    }

    private void index(int from, int to) {
        for (int side = from; side < to; side++) {
            if (side == 0) {
                batch.userRows();
            } else {
                batch.itemRows();
            }
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
