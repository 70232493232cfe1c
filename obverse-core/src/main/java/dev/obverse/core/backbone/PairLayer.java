package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Weights;

/**
 * The first layer of a tower in one pass, {@code y = relu(W_u p_u + W_i q_i + b)}. Before the ReLU it is linear in either row, so all
 * products with the matrix are made once for each distinct row of the batch, not for each pair, forward and back: a pair costs a sum. An
 * unknown id has no product.
 */
final class PairLayer {
    /** Outputs of a tile of the kernel. */
    private static final int TILE = 8;

    private final Kernels kernels;
    private final BatchSides sides;
    private final Weights matrix;
    private final Weights bias;
    private final int outputs;
    private final RowProducts users;
    private final RowProducts items;
    private final float[] paddedBias;
    private final Activations output;
    private final ShareSums biasSums;
    private final Workers.Task packForward = this::packForward;
    private final Workers.Task packBack = this::packBack;
    private final Workers.Task multiply = this::multiply;
    private final Workers.Task multiplyBack = this::multiplyBack;
    private final Workers.Task sumWeights = this::sumWeights;
    private float[] matrixGradient = new float[0];

    /** Makes the layer over columns {@code column} to {@code column + width - 1} of the rows. */
    PairLayer(Kernels kernels, BatchSides sides, int column, int width, Weights matrix, Weights bias, Activations output) {
        this.kernels = kernels;
        this.sides = sides;
        this.matrix = matrix;
        this.bias = bias;
        this.output = output;
        outputs = bias.size();
        users = new RowProducts(kernels, sides.users(), column, width, matrix, 0, outputs, output.size());
        items = new RowProducts(kernels, sides.items(), column, width, matrix, width, outputs, output.size());
        paddedBias = new float[output.stride()];
        biasSums = new ShareSums(outputs);
    }

    /** Takes over the weights and the rows as they are now. */
    void begin() {
        System.arraycopy(bias.data(), 0, paddedBias, 0, outputs);
        sides.index();
        users.begin(sides.size());
        items.begin(sides.size());
        sides.workers().run(users.forwardPanels(), 1, packForward);
        sides.workers().run(users.blocks() + items.blocks(), 1, multiply);
    }

    private void packForward(int from, int to) {
        users.packForward(from, to);
        items.packForward(from, to);
    }

    private void multiply(int from, int to) {
        for (int block = from; block < to; block++) {
            if (block < users.blocks()) {
                users.multiply(block);
            } else {
                items.multiply(block - users.blocks());
            }
        }
    }

    /** Computes the outputs of the pairs {@code from} to {@code to - 1}. */
    void forward(int from, int to) {
        kernels.reluOfSums(
                sides.users().rows(), users.values(), sides.items().rows(), items.values(), paddedBias,
                output.values(), output.stride(), outputs, from, to);
    }

    /** Takes over the weights for the way back. */
    void beginGradients() {
        int panels = users.beginGradients();
        items.beginGradients();
        sides.workers().run(panels, 1, packBack);
    }

    private void packBack(int from, int to) {
        users.packBack(from, to);
        items.packBack(from, to);
    }

    /** From the gradient of the outputs of a share's pairs to that of the bias. */
    void sumBias(int share, int from, int to) {
        biasSums.setToGradients(kernels, share, output, from, to);
    }

    /** From the gradients of all pairs' outputs to those of the rows; adds those of matrix and bias. */
    void endGradients(Gradients into) {
        matrixGradient = into.of(matrix);
        sides.workers().run(users.blocks() + items.blocks(), 1, multiplyBack);
        sides.workers().run(2 * outputs, TILE, sumWeights);
        biasSums.addTo(into.of(bias), 0);
    }

    private void multiplyBack(int from, int to) {
        for (int block = from; block < to; block++) {
            if (block < users.blocks()) {
                users.multiplyBack(output, block);
            } else {
                items.multiplyBack(output, block - users.blocks());
            }
        }
    }

    /** The users' columns of the matrix come first, so that of two threads each has the rows that it has multiplied. */
    private void sumWeights(int from, int to) {
        addWeightGradients(users, from, Math.min(to, outputs));
        addWeightGradients(items, Math.max(0, from - outputs), to - outputs);
    }

    private void addWeightGradients(RowProducts side, int from, int to) {
        if (from < to) {
            side.addWeightGradients(matrixGradient, from, to);
        }
    }

    /** The part of the users. */
    RowProducts users() {
        return users;
    }

    /** The part of the items. */
    RowProducts items() {
        return items;
    }
}
