package dev.obverse.core.backbone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Label;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.DualCrossEntropy;
import dev.obverse.core.loss.InverseDualLoss;
import dev.obverse.core.loss.Objective;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.parameter.Weights;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gradient of every backbone and objective against central differences of {@link ReferenceModel} in double precision. */
class GradientTest {
    private static final int USERS = 5;
    private static final int ITEMS = 7;
    private static final double H = 1e-6;

    /** A backbone and a loss; {@code exposure} takes the second head. */
    record Case(Architecture architecture, boolean exposure, Objective objective, Kernels kernels) {
        @Override
        public String toString() {
            return (exposure ? "exposure head of " : "") + architecture + ", " + objective.getClass().getSimpleName() + ", " + kernels.name();
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            addCases(kernels, new CrossEntropy(kernels), cases);
            addCases(kernels, new DualCrossEntropy(kernels), cases);
        }
        return cases;
    }

    private static void addCases(Kernels kernels, Objective objective, List<Case> cases) {
        for (int terms = 0; terms < 4; terms++) {
            boolean biases = (terms & 1) != 0;
            boolean linear = (terms & 2) != 0;
            cases.add(new Case(new Architecture(6, 0, List.of(), biases, linear, false), false, objective, kernels));
            cases.add(new Case(new Architecture(0, 4, List.of(6, 3), biases, linear, false), false, objective, kernels));
            cases.add(new Case(new Architecture(3, 5, List.of(7, 4, 2), biases, linear, false), false, objective, kernels));
        }
        cases.add(new Case(new Architecture(3, 0, List.of(), false, false, true), true, objective, kernels));
        cases.add(new Case(new Architecture(3, 2, List.of(2), true, true, true), true, objective, kernels));
        cases.add(new Case(new Architecture(3, 2, List.of(2), true, true, true), false, objective, kernels));
        cases.add(new Case(Architecture.of(BackboneKind.NEUMF, 9, true, true, false), false, objective, kernels));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreTheDerivativesOfTheLoss(Case c) {
        RecommenderModel model = c.architecture.build(USERS, ITEMS, c.kernels, new SplitMix64(1));
        Backbone backbone = c.exposure ? requireNonNull(model.exposure()) : model.labels();
        Parameters parameters = backbone.parameters();
        parameters.reserveState(2);
        spread(parameters);
        ReferenceModel reference = new ReferenceModel(parameters, c.exposure);
        Batch batch = batch();
        double[] weights = positiveWeights(reference, batch, c.objective);

        Pass pass = usedPass(backbone);
        float[] logits = pass.logits(batch);
        for (int i = 0; i < batch.size(); i++) {
            assertThat((double) logits[i]).isCloseTo(reference.logit(batch.users()[i], batch.items()[i]), within(2e-5));
        }
        assertThat(reference.nearestKink()).as("distance to the nearest kink of a ReLU").isGreaterThan(10 * H);
        float[] dlogits = new float[batch.size()];
        double loss = c.objective.gradients(batch, logits, 0, dlogits, weight -> {});
        assertThat(loss).isCloseTo(loss(reference, batch, weights), within(1e-5));
        Gradients gradients = new Gradients(parameters, 4);
        pass.gradients(dlogits, gradients);
        for (TensorView tensor : parameters.tensors()) {
            checkTensor(tensor, gradientOf(tensor, parameters, gradients), reference, batch, weights);
        }
    }

    private static void checkTensor(TensorView tensor, double[] gradient, ReferenceModel reference, Batch batch, double[] weights) {
        double[] values = reference.tensor(tensor.name());
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            values[i] = value + H;
            double up = loss(reference, batch, weights);
            values[i] = value - H;
            double down = loss(reference, batch, weights);
            values[i] = value;
            double expected = (up - down) / (2 * H);
            assertThat(gradient[i]).as("%s[%d]", tensor.name(), i).isCloseTo(expected, within(1e-4 * Math.abs(expected) + 2e-6));
            largest = Math.max(largest, Math.abs(expected));
        }
        assertThat(largest).as("the test reaches " + tensor.name()).isGreaterThan(1e-4);
    }

    /** The mean loss with the positive weights of unlabeled pairs held constant, as the Inverse Dual Loss has it. */
    private static double loss(ReferenceModel reference, Batch batch, double[] weights) {
        double sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            double z = reference.logit(batch.users()[i], batch.items()[i]);
            sum += weights[i] * Math.log1p(Math.exp(-z)) + (1 - weights[i]) * Math.log1p(Math.exp(z));
        }
        return sum / batch.size();
    }

    private static double[] positiveWeights(ReferenceModel reference, Batch batch, Objective objective) {
        double[] weights = new double[batch.size()];
        for (int i = 0; i < weights.length; i++) {
            boolean annotate = batch.labels()[i] == Label.UNLABELED_CODE && objective instanceof DualCrossEntropy;
            weights[i] = annotate
                    ? InverseDualLoss.of(reference.logit(batch.users()[i], batch.items()[i])).positiveWeight()
                    : batch.labels()[i] == Label.POSITIVE_CODE ? 1 : 0;
        }
        return weights;
    }

    /** A pass that has been there and back over a larger batch without unknown ids: nothing of it may be left over. */
    private static Pass usedPass(Backbone backbone) {
        Batch other = new Batch(40);
        for (int i = 0; i < 40; i++) {
            other.add(i % USERS, i % ITEMS, Label.POSITIVE_CODE);
        }
        Pass pass = backbone.pass(4);
        pass.logits(other);
        float[] ones = new float[40];
        Arrays.fill(ones, 1f);
        pass.gradients(ones, new Gradients(backbone.parameters(), 4));
        return pass;
    }

    /** All labels, users and items that repeat, one pair twice, unknown users and items; user 4 and item 6 are in no pair. */
    private static Batch batch() {
        int[][] pairs = {
            {0, 1, 1}, {0, 2, 0}, {0, 1, 2}, {0, 1, 2}, {1, 2, 0}, {2, 2, 2}, {3, 0, 1}, {2, 5, 0}, {1, 4, 1}, {3, 3, 2},
            {-1, 2, 1}, {-1, 3, 2}, {1, -1, 0}, {2, -1, 2}, {-1, -1, 0}
        };
        Batch batch = new Batch(pairs.length);
        for (int[] pair : pairs) {
            batch.add(pair[0], pair[1], (byte) pair[2]);
        }
        return batch;
    }

    /** Values of about the size that training reaches, in place of 0.01 and 0; a tower's biases are positive, so that some of it lives. */
    private static void spread(Parameters parameters) {
        SplitMix64 random = new SplitMix64(20);
        for (TensorView tensor : parameters.tensors()) {
            double scale = tensor.name().startsWith("mlp_weight") ? 1.2 / Math.sqrt(tensor.width()) : 0.6;
            for (int row = 0; row < tensor.rows(); row++) {
                for (int column = 0; column < tensor.width(); column++) {
                    double value = scale * random.nextGaussian();
                    tensor.set(row, column, (float) (tensor.name().startsWith("mlp_bias") ? Math.abs(value) : value));
                }
            }
        }
    }

    /** The gradient of a tensor, row-major, zero where the batch did not touch it. */
    private static double[] gradientOf(TensorView tensor, Parameters parameters, Gradients gradients) {
        double[] all = new double[tensor.rows() * tensor.width()];
        for (Weights weights : parameters.weights()) {
            if (weights.tensors().contains(tensor)) {
                Arrays.setAll(all, i -> gradients.of(weights)[i]);
            }
        }
        for (EmbeddingTable table : parameters.tables()) {
            if (table.tensors().contains(tensor)) {
                TableGradient gradient = gradients.of(table);
                for (int slot = 0; slot < gradient.rows().size(); slot++) {
                    int from = slot * table.width() + tensor.offset();
                    for (int k = 0; k < tensor.width(); k++) {
                        all[gradient.rows().row(slot) * tensor.width() + k] = gradient.sums()[from + k];
                    }
                }
            }
        }
        return all;
    }
}
