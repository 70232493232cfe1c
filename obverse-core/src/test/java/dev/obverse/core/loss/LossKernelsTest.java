package dev.obverse.core.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.Kernels;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses that batches are trained on, against double precision, over a dense grid of logits and far beyond it. */
class LossKernelsTest {
    private static final double[] EXTREMES = {0, -0.0, 1e-30, -1e-30, 1e-8, -1e-8, 87, -87, 88.5, -88.5, 104, -104, 1e4, -1e4, 1e30, -1e30};

    private static float[] logits() {
        float[] logits = new float[80_001 + EXTREMES.length];
        for (int i = 0; i <= 80_000; i++) {
            logits[i] = (i - 40_000) * 1e-3f;
        }
        for (int i = 0; i < EXTREMES.length; i++) {
            logits[80_001 + i] = (float) EXTREMES[i];
        }
        return logits;
    }

    private static void close(String what, float logit, double actual, double expected) {
        double error = Math.abs(actual - expected);
        if (!(error <= 1e-6 * Math.max(1, Math.abs(expected)))) {
            assertThat(actual).as("%s at %s", what, logit).isEqualTo(expected);
        }
    }

    /** Small losses matter too: the loss of a pair that the model is sure of keeps its relative precision. */
    private static void relative(String what, float logit, double actual, double expected) {
        if (expected > 1e-35 && !(Math.abs(actual - expected) <= 2e-6 * expected)) {
            assertThat(actual).as("%s at %s", what, logit).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void crossEntropy(Kernels kernels) {
        float[] logits = logits();
        int n = logits.length;
        for (float sign : new float[] {1, -1}) {
            float[] signs = new float[n];
            Arrays.fill(signs, sign);
            float[] losses = new float[n];
            float[] slopes = new float[n];
            kernels.crossEntropy(logits, signs, 1f, losses, slopes, n);
            for (int i = 0; i < n; i++) {
                double z = logits[i];
                close("loss", logits[i], losses[i], Logistic.softplus(-sign * z));
                relative("loss", logits[i], losses[i], Logistic.softplus(-sign * z));
                close("slope", logits[i], slopes[i], -sign * Logistic.sigmoid(-sign * z));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void dualCrossEntropy(Kernels kernels) {
        float[] logits = logits();
        int n = logits.length;
        float[] signs = new float[n];
        float[] losses = new float[n];
        float[] slopes = new float[n];
        float[] weights = new float[n];
        kernels.dualCrossEntropy(logits, signs, 0.5f, losses, slopes, weights, n);
        for (int i = 0; i < n; i++) {
            InverseDualLoss dual = InverseDualLoss.of(logits[i]);
            close("loss", logits[i], losses[i], dual.loss());
            close("weight", logits[i], weights[i], dual.positiveWeight());
            close("slope", logits[i], slopes[i], 0.5 * InverseDualLoss.gradient(logits[i], dual));
        }
    }

    /** A vector of labelled and unlabeled pairs side by side, and batches shorter than a vector. */
    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void mixedAndShortBatches(Kernels kernels) {
        for (int n : new int[] {1, 2, 5, 15, 16, 17, 40}) {
            float[] logits = new float[n];
            float[] signs = new float[n];
            for (int i = 0; i < n; i++) {
                logits[i] = i % 7 - 3.3f;
                signs[i] = i % 3 - 1;
            }
            float[] losses = new float[n];
            float[] slopes = new float[n];
            float[] plain = new float[n];
            float[] plainSlopes = new float[n];
            float[] weights = new float[n];
            kernels.dualCrossEntropy(logits, signs, 1f, losses, slopes, weights, n);
            kernels.crossEntropy(logits, signs, 1f, plain, plainSlopes, n);
            for (int i = 0; i < n; i++) {
                InverseDualLoss dual = InverseDualLoss.of(logits[i]);
                close("loss", logits[i], losses[i], signs[i] == 0 ? dual.loss() : plain[i]);
                close("slope", logits[i], slopes[i], signs[i] == 0 ? InverseDualLoss.gradient(logits[i], dual) : plainSlopes[i]);
            }
        }
    }
}
