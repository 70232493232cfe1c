package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Side;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Weights;
import java.util.List;

/** {@code b + b_u + b_i}, or {@code b} alone when the lists of tables are empty. An unknown id has no bias. */
record BiasTerm(Kernels kernels, Weights global, List<EmbeddingTable> users, List<EmbeddingTable> items) implements Term {
    /** The global bias alone. */
    static BiasTerm global(Kernels kernels, Weights global) {
        return new BiasTerm(kernels, global, List.of(), List.of());
    }

    /** The global bias and one for each user and each item; tables of width 1. */
    static BiasTerm of(Kernels kernels, Weights global, EmbeddingTable users, EmbeddingTable items) {
        return new BiasTerm(kernels, global, List.of(users), List.of(items));
    }

    @Override
    public List<Parameter> parameters() {
        return users.isEmpty() ? List.of(global) : List.of(global, users.get(0), items.get(0));
    }

    @Override
    public BiasTerm forNewUser() {
        return new BiasTerm(kernels, global, users.stream().map(table -> table.alike(1)).toList(), items);
    }

    @Override
    public LinearInItem linearInItem() {
        return new LinearInItem() {
            @Override
            public void addQuery(EmbeddingTable rows, int user, float[] query, int at) {
                query[at + rows.width()] += global.data()[0] + value(users, user);
            }

            @Override
            public float constant(int item) {
                return value(items, item);
            }
        };
    }

    private static float value(List<EmbeddingTable> tables, int row) {
        return tables.isEmpty() || row < 0 ? 0f : tables.get(0).data()[row * tables.get(0).stride()];
    }

    @Override
    public TermPass pass(BatchSides sides, int capacity) {
        return new BiasPass(sides);
    }

    private final class BiasPass implements TermPass {
        private final BatchSides sides;
        private float[] userSums = new float[0];
        private float[] itemSums = new float[0];

        BiasPass(BatchSides sides) {
            this.sides = sides;
        }

        @Override
        public void begin() {}

        @Override
        public void addLogits(float[] logits, int from, int to) {
            float b = global.data()[0];
            for (int i = from; i < to; i++) {
                logits[i] += b;
            }
            for (int t = 0; t < users.size(); t++) {
                addRows(users.get(t), sides.users().tableIds(), logits, from, to);
                addRows(items.get(t), sides.items().tableIds(), logits, from, to);
            }
        }

        private static void addRows(EmbeddingTable table, int[] ids, float[] logits, int from, int to) {
            float[] data = table.data();
            int stride = table.stride();
            for (int i = from; i < to; i++) {
                logits[i] += ids[i] >= 0 ? data[ids[i] * stride] : 0f;
            }
        }

        @Override
        public void beginGradients(float[] dlogits, Gradients into) {
            for (int t = 0; t < users.size(); t++) {
                userSums = into.of(users.get(t)).cover(sides.users().rows().rows());
                itemSums = into.of(items.get(t)).cover(sides.items().rows().rows());
            }
        }

        @Override
        public void addUserGradients(float[] dlogits, float[] sums, int share, int from, int to) {
            sumRows(sides.users(), dlogits, userSums, from, to);
        }

        @Override
        public void addItemGradients(float[] dlogits, float[] sums, int share, int from, int to) {
            sumRows(sides.items(), dlogits, itemSums, from, to);
        }

        private void sumRows(Side side, float[] dlogits, float[] into, int from, int to) {
            for (int slot = from; !users.isEmpty() && slot < to; slot++) {
                into[slot] = side.rows().sum(dlogits, slot);
            }
        }

        @Override
        public void endGradients(float[] dlogits, Gradients into) {
            into.of(global)[0] += (float) kernels.sum(dlogits, sides.size());
        }
    }
}
