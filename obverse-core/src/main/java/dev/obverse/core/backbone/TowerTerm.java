package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code w . tower([p_u, q_i])}: a tower of ReLU layers over the two embeddings side by side (the MLP of He et al., WWW 2017, equation
 * 10), read out by the weights of {@code output} from {@code outputAt} on. Layer k is a matrix out x in and a bias. An unknown id enters
 * as zeros.
 *
 * @param column the first column of the tower's embedding in a row
 * @param width columns of the embedding of one side; the tower's input is twice as wide
 */
record TowerTerm(
        Kernels kernels, int column, int width, List<Weights> matrices, List<Weights> biases, Weights output, int outputAt)
        implements Term {
    /** Pairs that go through all layers together, so that their activations stay in the cache; a multiple of the tiles' 12 rows. */
    private static final int BLOCK = 96;

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

    @Override
    public TermPass pass(BatchSides sides, int capacity) {
        return new TowerPass(sides, capacity);
    }

    private final class TowerPass implements TermPass {
        private final BatchSides sides;
        private final Workers workers;
        private final List<Activations> activations = new ArrayList<>();
        private final PairLayer first;
        private final List<DenseLayer> above = new ArrayList<>();
        private final Activations top;
        private final int topWidth;
        private final ShareSums readout;
        private final Workers.Task backward = this::backward;
        private float[] dlogits = new float[0];

        TowerPass(BatchSides sides, int capacity) {
            this.sides = sides;
            this.workers = sides.workers();
            for (Weights bias : biases) {
                activations.add(new Activations(bias.size(), capacity));
            }
            first = new PairLayer(kernels, sides, column, width, matrices.get(0), biases.get(0), activations.get(0));
            for (int layer = 1; layer < matrices.size(); layer++) {
                above.add(new DenseLayer(
                        kernels, matrices.get(layer), biases.get(layer), activations.get(layer - 1), activations.get(layer)));
            }
            top = activations.get(above.size());
            topWidth = biases.get(above.size()).size();
            readout = new ShareSums(topWidth);
        }

        @Override
        public void begin() {
            for (int a = 0; a < activations.size(); a++) {
                activations.get(a).resize(sides.size(), sides.size());
            }
            first.begin();
            for (int layer = 0; layer < above.size(); layer++) {
                above.get(layer).begin(workers);
            }
        }

        @Override
        public void addLogits(float[] logits, int from, int to) {
            for (int start = from; start < to; start += BLOCK) {
                int end = Math.min(to, start + BLOCK);
                first.forward(start, end);
                for (int layer = 0; layer < above.size(); layer++) {
                    above.get(layer).forward(start, end);
                }
                for (int i = start; i < end; i++) {
                    logits[i] += kernels.dot(output.data(), outputAt, top.values(), i * top.stride(), topWidth);
                }
            }
        }

        @Override
        public void beginGradients(float[] slopes, Gradients into) {
            dlogits = slopes;
            first.beginGradients();
            for (int layer = 0; layer < above.size(); layer++) {
                above.get(layer).beginGradients(workers);
            }
            workers.run(PairShares.COUNT, 1, backward);
            first.endGradients(into);
            for (int layer = 0; layer < above.size(); layer++) {
                above.get(layer).addWeightGradients(into, workers);
            }
        }

        private void backward(int from, int to) {
            for (int share = from; share < to; share++) {
                int start = PairShares.start(sides.size(), share);
                int end = PairShares.start(sides.size(), share + 1);
                for (int block = start; block < end; block += BLOCK) {
                    inputGradients(block, Math.min(end, block + BLOCK));
                }
                sumWeights(share, start, end);
            }
        }

        private void inputGradients(int from, int to) {
            kernels.reluReadoutGradients(
                    dlogits, output.data(), outputAt, top.values(), top.gradients(), top.stride(), topWidth, from, to);
            for (int layer = above.size() - 1; layer >= 0; layer--) {
                above.get(layer).inputGradients(from, to);
            }
        }

        /** Sums what the vectors of weights get from a share's pairs. */
        private void sumWeights(int share, int from, int to) {
            readout.setToValues(kernels, share, dlogits, top, from, to);
            first.sumBias(share, from, to);
            for (int layer = 0; layer < above.size(); layer++) {
                above.get(layer).sumBias(share, from, to);
            }
        }

        @Override
        public void addUserGradients(float[] slopes, float[] sums, int share, int from, int to) {
            first.users().addRowGradients(sums, sides.width(), from, to);
        }

        @Override
        public void addItemGradients(float[] slopes, float[] sums, int share, int from, int to) {
            first.items().addRowGradients(sums, sides.width(), from, to);
        }

        @Override
        public void endGradients(float[] slopes, Gradients into) {
            readout.addTo(into.of(output), outputAt);
        }
    }
}
