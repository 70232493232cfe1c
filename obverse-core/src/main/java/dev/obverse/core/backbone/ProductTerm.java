package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Weights;
import java.util.List;

/**
 * {@code w . (p_u * q_i)}, generalized matrix factorization (He et al., WWW 2017, equation 9), over {@code width} columns of the rows
 * from {@code column} on, with the weights of {@code output} from {@code outputAt} on. A pair with an unknown id has no product.
 */
record ProductTerm(Kernels kernels, int column, int width, Weights output, int outputAt) implements Term {
    @Override
    public List<Parameter> parameters() {
        return List.of(output);
    }

    @Override
    public int pairColumns() {
        return column + width;
    }

    @Override
    public LinearInItem linearInItem() {
        return (users, user, query, at) -> {
            int row = user * users.stride() + column;
            for (int k = 0; user >= 0 && k < width; k++) {
                query[at + column + k] += output.data()[outputAt + k] * users.data()[row + k];
            }
        };
    }

    @Override
    public TermPass pass(BatchSides sides, int capacity) {
        return new ProductPass(sides);
    }

    private final class ProductPass implements TermPass {
        private final BatchSides sides;
        private final ShareSums weightSums = new ShareSums(width);

        ProductPass(BatchSides sides) {
            this.sides = sides;
        }

        @Override
        public void begin() {}

        @Override
        public void addLogits(float[] logits, int from, int to) {
            kernels.productLogits(sides.users(), sides.items(), column, width, output.data(), outputAt, logits, from, to);
        }

        @Override
        public void beginGradients(float[] dlogits, Gradients into) {
            weightSums.clear();
        }

        /** The gradient of w comes with that of the users: each of its summands is a user row times what is summed for the row. */
        @Override
        public void addUserGradients(float[] dlogits, float[] sums, int share, int from, int to) {
            kernels.productGradientsWithWeights(
                    sides.users(), sides.items(), column, width, output.data(), outputAt, dlogits, sums, sides.width(),
                    weightSums.sums(), share * width, from, to);
        }

        @Override
        public void addItemGradients(float[] dlogits, float[] sums, int share, int from, int to) {
            kernels.productGradients(
                    sides.items(), sides.users(), column, width, output.data(), outputAt, dlogits, sums, sides.width(), from, to);
        }

        @Override
        public void endGradients(float[] dlogits, Gradients into) {
            weightSums.addTo(into.of(output), outputAt);
        }
    }
}
