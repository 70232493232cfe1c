package dev.obverse.core.backbone;

import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.parameter.Weights;
import dev.obverse.core.sample.Batch;
import java.util.List;

/** {@code b + b_u + b_i}, or {@code b} alone when the lists of tables are empty. An unknown id has no bias. */
final class BiasTerm implements Term, Term.TermPass {
    private final Weights global;
    private final List<EmbeddingTable> users;
    private final List<EmbeddingTable> items;

    private BiasTerm(Weights global, List<EmbeddingTable> users, List<EmbeddingTable> items) {
        this.global = global;
        this.users = users;
        this.items = items;
    }

    /** The global bias alone. */
    static BiasTerm global(Weights global) {
        return new BiasTerm(global, List.of(), List.of());
    }

    /** The global bias and one for each user and each item; tables of width 1. */
    static BiasTerm of(Weights global, EmbeddingTable users, EmbeddingTable items) {
        return new BiasTerm(global, List.of(users), List.of(items));
    }

    @Override
    public List<Parameter> parameters() {
        return users.isEmpty() ? List.of(global) : List.of(global, users.get(0), items.get(0));
    }

    /** Keeps nothing between the two ways, so one object serves every pass. */
    @Override
    public TermPass pass(int capacity) {
        return this;
    }

    @Override
    public void addLogits(GatheredRows rows, float[] logits) {
        float b = global.data()[0];
        for (int i = 0; i < rows.size(); i++) {
            logits[i] += b;
        }
        Batch batch = rows.batch();
        for (int t = 0; t < users.size(); t++) {
            addRows(users.get(t), batch.users(), logits, rows.size());
            addRows(items.get(t), batch.items(), logits, rows.size());
        }
    }

    private static void addRows(EmbeddingTable table, int[] ids, float[] logits, int n) {
        float[] data = table.data();
        int stride = table.stride();
        for (int i = 0; i < n; i++) {
            logits[i] += ids[i] >= 0 ? data[ids[i] * stride] : 0f;
        }
    }

    @Override
    public void addGradients(GatheredRows rows, float[] dlogits, Gradients into) {
        float sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            sum += dlogits[i];
        }
        into.of(global)[0] += sum;
        Batch batch = rows.batch();
        for (int t = 0; t < users.size(); t++) {
            sumRows(into.of(users.get(t)), batch.users(), dlogits, rows.size());
            sumRows(into.of(items.get(t)), batch.items(), dlogits, rows.size());
        }
    }

    private static void sumRows(TableGradient into, int[] ids, float[] dlogits, int n) {
        for (int i = 0; i < n; i++) {
            if (ids[i] >= 0) {
                int slot = into.touch(ids[i]);
                into.sums()[slot] += dlogits[i];
            }
        }
    }
}
