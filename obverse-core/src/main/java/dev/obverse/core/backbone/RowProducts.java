package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Panels;
import dev.obverse.core.kernel.Side;
import dev.obverse.core.parameter.Weights;

/**
 * The part that one side has in a tower's first layer: the products {@code W_s x} of its columns of the layer's matrix with its
 * distinct rows x of the batch, and the way back from them. The row in slot s is row 1 + s here; row 0 stands for every unknown id and stays zero.
 */
final class RowProducts {
    /** Rows that go through a product together, so that they stay in the cache; a multiple of the tiles' 12 rows. */
    private static final int BLOCK = 96;

    private final Kernels kernels;
    private final Side side;
    private final int column;
    private final int width;
    private final Weights matrix;
    private final int matrixAt;
    private final int outputs;
    private final Panels forward;
    /** Empty until the first way back: most passes only score. */
    private Panels back;
    private final Activations rows;
    private final Activations products;

    /**
     * Makes room.
     *
     * @param column the first column of the rows that enters
     * @param width how many do; the matrix is outputs x (2 * width)
     * @param matrixAt this side's first column of the matrix
     */
    RowProducts(Kernels kernels, Side side, int column, int width, Weights matrix, int matrixAt, int outputs, int capacity) {
        this.kernels = kernels;
        this.side = side;
        this.column = column;
        this.width = width;
        this.matrix = matrix;
        this.matrixAt = matrixAt;
        this.outputs = outputs;
        forward = new Panels(width, outputs, kernels.panelWidth());
        back = new Panels(outputs, 0, kernels.panelWidth());
        rows = new Activations(width, capacity + 1);
        products = new Activations(outputs, capacity + 1);
    }

    /** Goes to the rows of a batch of so many pairs. */
    void begin(int pairs) {
        int distinct = side.rows().rows().size();
        rows.resize(distinct + 1, pairs + 1);
        products.resize(distinct + 1, pairs + 1);
    }

    int forwardPanels() {
        return forward.count();
    }

    /** Makes room for the way back; returns how many panels are to be packed. */
    int beginGradients() {
        if (back.count() == 0) {
            back = new Panels(outputs, width, kernels.panelWidth());
        }
        return back.count();
    }

    void packForward(int from, int to) {
        forward.setTransposed(matrix.data(), matrixAt, 2 * width, from, to);
    }

    void packBack(int from, int to) {
        back.set(matrix.data(), matrixAt, 2 * width, from, to);
    }

    /** Number of blocks that the rows are cut into. */
    int blocks() {
        return (rows.size() + BLOCK - 1) / BLOCK;
    }

    /** Gathers the rows of a block and multiplies them. */
    void multiply(int block) {
        int from = block * BLOCK;
        int to = Math.min(rows.size(), from + BLOCK);
        kernels.gatherRows(
                side.tableData(), side.tableStride(), column, side.rows().rows().ids(), width,
                rows.values(), rows.stride(), rows.stride(), Math.max(0, from - 1), to - 1);
        kernels.multiply(rows.values(), rows.stride(), forward, products.values(), products.stride(), from, to);
    }

    /** From the gradients of the layer's sums, pair by pair as {@code of} has them, to those of a block's products and of its rows. */
    void multiplyBack(Activations of, int block) {
        int from = block * BLOCK;
        int to = Math.min(rows.size(), from + BLOCK);
        int slot = Math.max(0, from - 1);
        kernels.sumPairs(side.rows(), of.gradients(), products.gradients(), products.stride(), outputs, slot, to - 1);
        kernels.multiply(products.gradients(), products.stride(), back, rows.gradients(), rows.stride(), from, to);
    }

    /** Adds the gradient of this side's columns of the matrix, for some outputs. */
    void addWeightGradients(float[] into, int from, int to) {
        kernels.weightGradients(
                products.gradients(), products.stride(), rows.values(), rows.stride(), into, matrixAt, 2 * width, width,
                0, rows.size(), from, to);
    }

    /** Adds the gradients of the rows in some slots to their sums, {@code sumStride} apart. */
    void addRowGradients(float[] sums, int sumStride, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            kernels.add(sums, slot * sumStride + column, 1f, rows.gradients(), (1 + slot) * rows.stride(), width);
        }
    }

    /** The products, row by row, as far apart as the layer's outputs. */
    float[] values() {
        return products.values();
    }
}
