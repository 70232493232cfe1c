package dev.obverse.core.backbone;

import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.sample.Batch;
import java.util.Arrays;

/**
 * The embedding rows of a batch, gathered into two dense matrices so that all terms read them in order, and their gradients. The row of
 * an unknown id is zero.
 */
final class GatheredRows {
    private final EmbeddingTable users;
    private final EmbeddingTable items;
    private final int width;
    private Batch batch = new Batch(0);
    private float[] p = new float[0];
    private float[] q = new float[0];
    private float[] dp = new float[0];
    private float[] dq = new float[0];

    GatheredRows(EmbeddingTable users, EmbeddingTable items, int capacity) {
        this.users = users;
        this.items = items;
        this.width = users.width();
        reserve(capacity);
    }

    private void reserve(int capacity) {
        if (p.length < capacity * width) {
            p = new float[capacity * width];
            q = new float[capacity * width];
            dp = new float[capacity * width];
            dq = new float[capacity * width];
        }
    }

    /** Reads the rows of a batch. */
    void gather(Batch next) {
        batch = next;
        reserve(batch.size());
        gather(users, batch.users(), p);
        gather(items, batch.items(), q);
    }

    private void gather(EmbeddingTable table, int[] ids, float[] into) {
        float[] data = table.data();
        int stride = table.stride();
        for (int i = 0; i < batch.size(); i++) {
            if (ids[i] >= 0) {
                System.arraycopy(data, ids[i] * stride, into, i * width, width);
            } else {
                Arrays.fill(into, i * width, (i + 1) * width, 0f);
            }
        }
    }

    void clearGradients() {
        Arrays.fill(dp, 0, batch.size() * width, 0f);
        Arrays.fill(dq, 0, batch.size() * width, 0f);
    }

    /** Sums the gradients of the pairs per distinct row. */
    void scatter(Gradients into) {
        scatter(into.of(users), batch.users(), dp);
        scatter(into.of(items), batch.items(), dq);
    }

    private void scatter(TableGradient into, int[] ids, float[] gradients) {
        for (int i = 0; i < batch.size(); i++) {
            if (ids[i] >= 0) {
                into.add(ids[i], 1f, gradients, i * width);
            }
        }
    }

    Batch batch() {
        return batch;
    }

    int size() {
        return batch.size();
    }

    /** Distance between two rows of each matrix: the width of a table's row. */
    int stride() {
        return width;
    }

    float[] p() {
        return p;
    }

    float[] q() {
        return q;
    }

    float[] dp() {
        return dp;
    }

    float[] dq() {
        return dq;
    }
}
