package dev.obverse.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.sample.Batch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossEntropyTest {
    private final float[] logits = {0.3f, -2, 1.5f, -0.7f};
    private final float[] dlogits = new float[4];
    private final List<Double> weights = new ArrayList<>();

    @Test
    void readsAnUnlabeledPairAsANegativeOne() {
        double loss = new CrossEntropy().gradients(batch(1, 0, 2, 2), logits, 0, dlogits, weights::add);
        float[] negative = new float[4];
        assertThat(new CrossEntropy().gradients(batch(1, 0, 0, 0), logits, 0, negative, weights::add)).isEqualTo(loss);
        assertThat(dlogits).isEqualTo(negative);
        assertThat(CrossEntropy.mean(batch(1, 0, 2, 2), logits)).isEqualTo(loss);
        assertThat(weights).isEmpty();
    }

    @Test
    void isTheMeanOverThePairs() {
        double loss = new CrossEntropy().gradients(batch(1, 0, 1, 0), logits, 0, dlogits, weights::add);
        double expected = (softplus(-0.3f) + softplus(-2) + softplus(-1.5f) + softplus(-0.7f)) / 4;
        assertThat(loss).isCloseTo(expected, within(1e-7));
        assertThat((double) dlogits[0]).isCloseTo((1 / (1 + Math.exp(-0.3f)) - 1) / 4, within(1e-7));
        assertThat((double) dlogits[1]).isCloseTo(1 / (1 + Math.exp(2)) / 4, within(1e-7));
    }

    @Test
    void theDualOneAnnotatesUnlabeledPairsAndReportsTheirWeights() {
        double loss = new DualCrossEntropy().gradients(batch(1, 2, 2, 0), logits, 0, dlogits, weights::add);
        InverseDualLoss second = InverseDualLoss.of(-2);
        InverseDualLoss third = InverseDualLoss.of(1.5f);
        assertThat(weights).containsExactly((double) (float) second.positiveWeight(), (double) (float) third.positiveWeight());
        assertThat(loss).isCloseTo((softplus(-0.3f) + second.loss() + third.loss() + softplus(-0.7f)) / 4, within(1e-7));
        assertThat((double) dlogits[2]).isCloseTo(InverseDualLoss.gradient(1.5f, third) / 4, within(1e-8));
    }

    @Test
    void theDualOneIsPlainCrossEntropyOnLabels() {
        float[] plain = new float[4];
        double loss = new CrossEntropy().gradients(batch(1, 0, 1, 0), logits, 0, plain, weights::add);
        assertThat(new DualCrossEntropy().gradients(batch(1, 0, 1, 0), logits, 0, dlogits, weights::add)).isEqualTo(loss);
        assertThat(dlogits).isEqualTo(plain);
    }

    @Test
    void anEmptyBatchHasNoLoss() {
        Batch empty = new Batch(0);
        assertThat(new CrossEntropy().gradients(empty, logits, 0, dlogits, weights::add)).isZero();
        assertThat(new DualCrossEntropy().gradients(empty, logits, 0, dlogits, weights::add)).isZero();
        assertThat(CrossEntropy.mean(empty, logits)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.5, 30, 800, 1e300})
    void theLogisticFunctionIsExactAndFiniteForEveryLogit(double z) {
        assertThat(Logistic.softplus(z)).isFinite().isGreaterThanOrEqualTo(z);
        assertThat(Logistic.softplus(z) - Logistic.softplus(-z)).isCloseTo(z, within(1e-15 * Math.max(1, z)));
        assertThat(Logistic.sigmoid(z) + Logistic.sigmoid(-z)).isEqualTo(1);
        assertThat(Logistic.sigmoid(-z)).isBetween(0.0, 0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.2, 0.5, 0.99})
    void logitTurnsTheSigmoidRound(double p) {
        assertThat(Logistic.sigmoid(Logistic.logit(p))).isCloseTo(p, within(1e-7));
    }

    private static double softplus(double z) {
        return Math.log1p(Math.exp(z));
    }

    private static Batch batch(int... labels) {
        Batch batch = new Batch(labels.length);
        for (int label : labels) {
            batch.add(0, 0, (byte) label);
        }
        return batch;
    }
}
