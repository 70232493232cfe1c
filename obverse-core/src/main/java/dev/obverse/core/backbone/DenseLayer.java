package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Panels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Weights;

/**
 * One layer of a tower above the first in one pass, {@code y = relu(W x + b)}: its weights in the layout of the
 * kernels, its output and the output's gradient for each pair.
 */
final class DenseLayer {
    private final Kernels kernels;
    private final Weights matrix;
    private final Weights bias;
    private final int inputs;
    private final int outputs;
    private final Panels forward;
    private final Panels back;
    private final float[] paddedBias;
    private final Activations input;
    private final Activations output;
    private final Workers.Task packForward = this::packForward;
    private final Workers.Task packBack = this::packBack;
    private final Workers.Task sumWeights = this::sumWeights;
    private float[] matrixGradient = new float[0];
    private float[] biasGradient = new float[0];

    DenseLayer(Kernels kernels, Weights matrix, Weights bias, Activations input, Activations output) {
        this.kernels = kernels;
        this.matrix = matrix;
        this.bias = bias;
        this.input = input;
        this.output = output;
        outputs = bias.size();
        inputs = matrix.size() / outputs;
        forward = new Panels(inputs, outputs, kernels.panelWidth());
        back = new Panels(outputs, inputs, kernels.panelWidth());
        paddedBias = new float[forward.count() * kernels.panelWidth()];
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

    /** Adds the gradients of matrix and bias, outputs shared out among the threads. */
    void addWeightGradients(Gradients into, Workers workers) {
        matrixGradient = into.of(matrix);
        biasGradient = into.of(bias);
        workers.run(outputs, 8, sumWeights);
    }

    private void sumWeights(int from, int to) {
        int n = input.size();
        kernels.weightGradients(
                output.gradients(), output.stride(), input.values(), input.stride(), matrixGradient, 0, inputs, inputs, n, from, to);
        for (int i = 0; i < n; i++) {
            kernels.add(biasGradient, from, 1f, output.gradients(), i * output.stride() + from, to - from);
        }
    }
}
