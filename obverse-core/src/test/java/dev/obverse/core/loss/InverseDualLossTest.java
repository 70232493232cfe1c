package dev.obverse.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class InverseDualLossTest {
    static List<JsonNode> goldenRows() {
        return Golden.read("inverse_dual_loss.json").get("rows").valueStream().toList();
    }

    @ParameterizedTest
    @MethodSource("goldenRows")
    void meetsTheOracle(JsonNode row) {
        double logit = row.get("logit").asDouble();
        InverseDualLoss dual = InverseDualLoss.of(logit);
        close(dual.positiveLoss(), row.get("positive_loss"));
        close(dual.negativeLoss(), row.get("negative_loss"));
        close(dual.positiveWeight(), row.get("positive_weight"));
        close(dual.negativeWeight(), row.get("negative_weight"));
        close(dual.loss(), row.get("loss"));
        close(InverseDualLoss.gradient(logit, dual), row.get("dlogit"));
    }

    private static void close(double actual, JsonNode expected) {
        double e = expected.asDouble();
        assertThat(actual).isCloseTo(e, within(1e-6 * Math.abs(e) + 1e-30));
    }

    @Test
    void isUndecidedAtZero() {
        InverseDualLoss dual = InverseDualLoss.of(0);
        assertThat(dual.positiveWeight()).isEqualTo(0.5);
        assertThat(InverseDualLoss.gradient(0, dual)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.1, 1, 5, 40, 800, 1e30})
    void sharpensWhatTheModelBelieves(double logit) {
        assertThat(InverseDualLoss.gradient(logit, InverseDualLoss.of(logit))).isNotPositive().isFinite();
        assertThat(InverseDualLoss.gradient(-logit, InverseDualLoss.of(-logit))).isNotNegative().isFinite();
        assertThat(InverseDualLoss.of(logit).loss()).isFinite().isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-7, -2, -0.5, 0.3, 1, 4})
    void isTheDerivativeOfTheLossWithConstantWeights(double logit) {
        InverseDualLoss at = InverseDualLoss.of(logit);
        double h = 1e-6;
        double up = at.positiveWeight() * Logistic.softplus(-logit - h) + at.negativeWeight() * Logistic.softplus(logit + h);
        double down = at.positiveWeight() * Logistic.softplus(-logit + h) + at.negativeWeight() * Logistic.softplus(logit - h);
        assertThat(InverseDualLoss.gradient(logit, at)).isCloseTo((up - down) / (2 * h), within(1e-8));
    }
}
