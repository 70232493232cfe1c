package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Side;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Weights;
import java.util.List;

/**
 * {@code a . q_i + c . p_u}: ours, not the paper's. An item (a user) with few labels borrows its bias from its neighbours in the
 * embedding space. Both vectors start at zero. An unknown id adds nothing.
 */
record LinearTerm(Kernels kernels, Weights itemWeights, Weights userWeights) implements Term {
    @Override
    public List<Parameter> parameters() {
        return List.of(itemWeights, userWeights);
    }

    @Override
    public int pairColumns() {
        return itemWeights.size();
    }

    @Override
    public LinearInItem linearInItem() {
        return (users, user, query, at) -> {
            int width = itemWeights.size();
            kernels.add(query, at, 1f, itemWeights.data(), 0, width);
            if (user >= 0) {
                query[at + width] += kernels.dot(userWeights.data(), 0, users.data(), user * users.stride(), width);
            }
        };
    }

    @Override
    public TermPass pass(BatchSides sides, int capacity) {
        return new LinearPass(sides);
    }

    private final class LinearPass implements TermPass {
        private final BatchSides sides;
        private final ShareSums userSums = new ShareSums(userWeights.size());
        private final ShareSums itemSums = new ShareSums(itemWeights.size());

        LinearPass(BatchSides sides) {
            this.sides = sides;
        }

        @Override
        public void begin() {}

        @Override
        public void addLogits(float[] logits, int from, int to) {
            addLogits(sides.items(), itemWeights, logits, from, to);
            addLogits(sides.users(), userWeights, logits, from, to);
        }

        private void addLogits(Side side, Weights weights, float[] logits, int from, int to) {
            for (int i = from; i < to; i++) {
                int id = side.ids()[i];
                if (id >= 0) {
                    logits[i] += kernels.dot(weights.data(), 0, side.data(), id * side.stride(), weights.size());
                }
            }
        }

        @Override
        public void beginGradients(float[] dlogits, Gradients into) {
            userSums.clear();
            itemSums.clear();
        }

        @Override
        public void addUserGradients(float[] dlogits, float[] sums, int share, int from, int to) {
            addGradients(sides.users(), userWeights, userSums, dlogits, sums, share, from, to);
        }

        @Override
        public void addItemGradients(float[] dlogits, float[] sums, int share, int from, int to) {
            addGradients(sides.items(), itemWeights, itemSums, dlogits, sums, share, from, to);
        }

        private void addGradients(
                Side side, Weights weights, ShareSums weightSums, float[] dlogits, float[] sums, int share, int from, int to) {
            int width = weights.size();
            for (int slot = from; slot < to; slot++) {
                float slope = side.rows().sum(dlogits, slot);
                kernels.add(sums, slot * width, slope, weights.data(), 0, width);
                kernels.add(weightSums.sums(), share * width, slope, side.data(), side.startOf(slot), width);
            }
        }

        @Override
        public void endGradients(float[] dlogits, Gradients into) {
            userSums.addTo(into.of(userWeights), 0);
            itemSums.addTo(into.of(itemWeights), 0);
        }
    }
}
