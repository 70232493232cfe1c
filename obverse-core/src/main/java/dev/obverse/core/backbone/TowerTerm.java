package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code w . tower([p_u, q_i])}: a tower of ReLU layers over the two embeddings side by side (the MLP of He et al., WWW 2017, equation
 * 10), read out by the weights of {@code output} from {@code outputAt} on. Layer k is a matrix out x in and a bias.
 *
 * @param column the first column of the tower's embedding in a row
 * @param width columns of the embedding of one side; the tower's input is twice as wide
 */
record TowerTerm(
        Kernels kernels, int column, int width, List<Weights> matrices, List<Weights> biases, Weights output, int outputAt)
        implements Term {
    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        for (int layer = 0; layer < matrices.size(); layer++) {
            all.add(matrices.get(layer));
            all.add(biases.get(layer));
        }
        all.add(output);
        return all;
    }

    private int layers() {
        return matrices.size();
    }

    private int outputs(int layer) {
        return biases.get(layer).size();
    }

    private int inputs(int layer) {
        return layer == 0 ? 2 * width : outputs(layer - 1);
    }

    @Override
    public TermPass pass(int capacity) {
        return new TowerPass(capacity);
    }

    /** Activations and their gradients, one matrix a layer; the first is the tower's input. */
    private final class TowerPass implements TermPass {
        private final float[][] activations = new float[layers() + 1][];
        private final float[][] gradients = new float[layers() + 1][];
        private final float[] scratch;
        private int capacity;

        TowerPass(int capacity) {
            reserve(capacity);
            int largest = matrices.stream().mapToInt(Weights::size).max().orElse(0);
            scratch = new float[largest];
        }

        private void reserve(int pairs) {
            if (pairs > capacity) {
                capacity = pairs;
                for (int layer = 0; layer <= layers(); layer++) {
                    int size = pairs * (layer == layers() ? outputs(layer - 1) : inputs(layer));
                    activations[layer] = new float[size];
                    gradients[layer] = new float[size];
                }
            }
        }

        @Override
        public void addLogits(GatheredRows rows, float[] logits) {
            int n = rows.size();
            reserve(n);
            copyColumns(rows.p(), rows.stride(), 0, n);
            copyColumns(rows.q(), rows.stride(), width, n);
            for (int layer = 0; layer < layers(); layer++) {
                kernels.reluLayer(
                        activations[layer], matrices.get(layer).data(), biases.get(layer).data(),
                        inputs(layer), outputs(layer), scratch, activations[layer + 1], n);
            }
            float[] top = activations[layers()];
            int last = outputs(layers() - 1);
            for (int i = 0; i < n; i++) {
                float sum = 0;
                for (int k = 0; k < last; k++) {
                    sum += output.data()[outputAt + k] * top[i * last + k];
                }
                logits[i] += sum;
            }
        }

        private void copyColumns(float[] from, int stride, int to, int n) {
            for (int i = 0; i < n; i++) {
                System.arraycopy(from, i * stride + column, activations[0], i * 2 * width + to, width);
            }
        }

        @Override
        public void addGradients(GatheredRows rows, float[] dlogits, Gradients into) {
            int n = rows.size();
            outputGradients(dlogits, into.of(output), n);
            for (int layer = layers() - 1; layer >= 0; layer--) {
                float[] dy = gradients[layer + 1];
                kernels.reluGradients(activations[layer + 1], dy, n * outputs(layer));
                kernels.layerWeightGradients(
                        dy, activations[layer], inputs(layer), outputs(layer),
                        into.of(matrices.get(layer)), into.of(biases.get(layer)), n);
                kernels.layerInputGradients(dy, matrices.get(layer).data(), inputs(layer), outputs(layer), gradients[layer], n);
            }
            addColumns(rows.dp(), rows.stride(), 0, n);
            addColumns(rows.dq(), rows.stride(), width, n);
        }

        private void outputGradients(float[] dlogits, float[] doutput, int n) {
            int last = outputs(layers() - 1);
            for (int i = 0; i < n; i++) {
                kernels.add(doutput, outputAt, dlogits[i], activations[layers()], i * last, last);
                for (int k = 0; k < last; k++) {
                    gradients[layers()][i * last + k] = dlogits[i] * output.data()[outputAt + k];
                }
            }
        }

        private void addColumns(float[] to, int stride, int from, int n) {
            for (int i = 0; i < n; i++) {
                kernels.add(to, i * stride + column, 1f, gradients[0], i * 2 * width + from, width);
            }
        }
    }
}
