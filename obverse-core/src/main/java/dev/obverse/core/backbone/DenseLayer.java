package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Panels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Weights;
import java.util.Arrays;

/**
 * One layer of a tower above the first in one pass, {@code y = relu(W x + b)}: its weights in the layout of the
 * kernels, its output and the output's gradient for each pair.
 */
final class DenseLayer {
    /**
     * Parts that the pairs are cut into for the gradient of the matrix, each a whole number of {@link PairShares}. A part is as large as the matrix, so
     * they are few; and it is made of the pairs that a thread has in its cache.
     */
    private static final int PARTS = 4;
    private static final int SHARES_OF_A_PART = PairShares.COUNT / PARTS;
    /** Outputs of a tile of the kernel. */
    private static final int TILE = 8;

    private final Kernels kernels;
    private final Weights matrix;
    private final Weights bias;
    private final int inputs;
    private final int outputs;
    private final Panels forward;
    /** Made by the first way back, as the parts are: most passes only score. */
    private Panels back;
    private final float[] paddedBias;
    private final Activations input;
    private final Activations output;
    private float[] parts = new float[0];
    private final ShareSums biasSums;
    private final Workers.Task packForward = this::packForward;
    private final Workers.Task packBack = this::packBack;
    private final Workers.Task sumPairs = this::sumPairs;
    private final Workers.Task sumParts = this::sumParts;
    private float[] matrixGradient = new float[0];

    DenseLayer(Kernels kernels, Weights matrix, Weights bias, Activations input, Activations output) {
        this.kernels = kernels;
        this.matrix = matrix;
        this.bias = bias;
        this.input = input;
        this.output = output;
        outputs = bias.size();
        inputs = matrix.size() / outputs;
        forward = new Panels(inputs, outputs, kernels.panelWidth());
        back = new Panels(outputs, 0, kernels.panelWidth());
        paddedBias = new float[forward.count() * kernels.panelWidth()];
        biasSums = new ShareSums(outputs);
    }

    /** Takes over the weights as they are now. */
    void begin(Workers workers) {
        System.arraycopy(bias.data(), 0, paddedBias, 0, outputs);
        workers.run(forward.count(), 1, packForward);
    }

    private void packForward(int from, int to) {
        forward.setTransposed(matrix.data(), 0, inputs, from, to);
    }

    /** Computes the outputs of the pairs {@code from} to {@code to - 1}. */
    void forward(int from, int to) {
        kernels.reluLayer(input.values(), input.stride(), forward, paddedBias, output.values(), output.stride(), from, to);
    }

    /** Takes over the weights for the way back. */
    void beginGradients(Workers workers) {
        if (parts.length == 0) {
            parts = new float[PARTS * matrix.size()];
            back = new Panels(outputs, inputs, kernels.panelWidth());
        }
        workers.run(back.count(), 1, packBack);
    }

    private void packBack(int from, int to) {
        back.set(matrix.data(), 0, inputs, from, to);
    }

    /** From the gradient of the outputs to that of the inputs, which are a layer's outputs, before its ReLU. */
    void inputGradients(int from, int to) {
        kernels.reluInputGradients(
                output.gradients(), output.stride(), back, input.values(), input.gradients(), input.stride(), from, to);
    }

    /** From the gradient of the outputs of a share's pairs to that of the bias. */
    void sumBias(int share, int from, int to) {
        biasSums.setToGradients(kernels, share, output, from, to);
    }

    /** Adds the gradients of matrix and bias. */
    void addWeightGradients(Gradients into, Workers workers) {
        matrixGradient = into.of(matrix);
        workers.run(PARTS * outputs, TILE, sumPairs);
        workers.run(outputs, TILE, sumParts);
        biasSums.addTo(into.of(bias), 0);
    }

    /** Sums the pairs of each part for some of its outputs; those of part p are {@code p * outputs} to {@code (p + 1) * outputs - 1}. */
    private void sumPairs(int from, int to) {
        for (int part = from / outputs; part * outputs < to; part++) {
            int first = Math.max(0, from - part * outputs);
            int last = Math.min(outputs, to - part * outputs);
            int at = part * matrix.size();
            Arrays.fill(parts, at + first * inputs, at + last * inputs, 0f);
            kernels.weightGradients(
                    output.gradients(), output.stride(), input.values(), input.stride(), parts, at, inputs, inputs,
                    PairShares.start(input.size(), part * SHARES_OF_A_PART), PairShares.start(input.size(), (part + 1) * SHARES_OF_A_PART),
                    first, last);
        }
    }

    private void sumParts(int from, int to) {
        for (int part = 0; part < PARTS; part++) {
            kernels.add(matrixGradient, from * inputs, 1f, parts, part * matrix.size() + from * inputs, (to - from) * inputs);
        }
    }
}
