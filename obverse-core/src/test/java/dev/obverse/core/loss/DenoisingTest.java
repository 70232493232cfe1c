package dev.obverse.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Label;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T-CE and R-CE against their definitions, written out pair by pair. */
class DenoisingTest {
    private static final int N = 103;
    private final Batch batch = new Batch(N);
    private final float[] logits = new float[N];
    private final float[] dlogits = new float[N];
    private final float[] plain = new float[N];

    static List<Kernels> kernels() {
        return Providers.all();
    }

    DenoisingTest() {
        SplitMix64 random = new SplitMix64(5);
        for (int i = 0; i < N; i++) {
            batch.add(i, i, (byte) (i % 3));
            logits[i] = (float) (3 * random.nextGaussian());
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theShareThatIsDroppedRisesToTheRate(Kernels provider) {
        TruncatedCrossEntropy objective = new TruncatedCrossEntropy(provider, 0.2, 1000);
        assertThat(IntStream.of(0, 250, 500, 1000, 100_000).map(step -> objective.dropped(1024, step)))
                .containsExactly(0, 51, 102, 204, 204);
        assertThat(new TruncatedCrossEntropy(provider, 0.99, 1).dropped(1, 1)).as("the last pair is kept").isZero();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void truncationDropsTheLargestLossesOfTheMixAndAveragesOverTheRest(Kernels provider) {
        double loss = new TruncatedCrossEntropy(provider, 0.2, 1000).gradients(batch, logits, 2000, dlogits, weight -> {});
        new CrossEntropy(provider).gradients(batch, logits, 0, plain, weight -> {});
        int kept = N - 20;
        Integer[] byLoss = IntStream.range(0, N).boxed().toArray(Integer[]::new);
        Arrays.sort(byLoss, (a, b) -> Double.compare(loss(a), loss(b)));
        double sum = 0;
        for (int rank = 0; rank < N; rank++) {
            int i = byLoss[rank];
            sum += rank < kept ? loss(i) : 0;
            double expected = rank < kept ? (double) plain[i] * N / kept : 0;
            assertThat((double) dlogits[i]).as("pair %d of rank %d", i, rank).isCloseTo(expected, within(1e-7));
        }
        assertThat(loss).isCloseTo(sum / kept, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void truncationIsPlainCrossEntropyAtFirst(Kernels provider) {
        double loss = new TruncatedCrossEntropy(provider, 0.2, 1000).gradients(batch, logits, 0, dlogits, weight -> {});
        assertThat(loss).isEqualTo(new CrossEntropy(provider).gradients(batch, logits, 0, plain, weight -> {}));
        assertThat(dlogits).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void ofEqualLossesExactlySoManyAreDropped(Kernels provider) {
        Arrays.fill(logits, 0);
        new TruncatedCrossEntropy(provider, 0.5, 1).gradients(batch, logits, 1, dlogits, weight -> {});
        assertThat(IntStream.range(0, N).filter(i -> dlogits[i] == 0)).containsExactlyElementsOf(IntStream.range(0, 51).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aLossThatIsNotFiniteIsNeverHidden(Kernels provider) {
        logits[7] = Float.NaN;
        assertThat(new TruncatedCrossEntropy(provider, 0.5, 1).gradients(batch, logits, 1, dlogits, weight -> {})).isNaN();
        assertThat(new ReweightedCrossEntropy(provider, 0.5).gradients(batch, logits, 1, dlogits, weight -> {})).isNaN();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void reweightingMultipliesByThePowerOfTheProbabilityOfTheLabel(Kernels provider) {
        double loss = new ReweightedCrossEntropy(provider, 0.2).gradients(batch, logits, 0, dlogits, weight -> {});
        new CrossEntropy(provider).gradients(batch, logits, 0, plain, weight -> {});
        double sum = 0;
        for (int i = 0; i < N; i++) {
            double s = Logistic.sigmoid(logits[i]);
            double weight = Math.pow(batch.labels()[i] == Label.POSITIVE_CODE ? s : 1 - s, 0.2);
            sum += weight * loss(i);
            assertThat((double) dlogits[i]).isCloseTo(weight * plain[i], within(1e-7));
        }
        assertThat(loss).isCloseTo(sum / N, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anEmptyBatchHasNoLoss(Kernels provider) {
        Batch empty = new Batch(0);
        assertThat(new TruncatedCrossEntropy(provider, 0.5, 1).gradients(empty, logits, 1, dlogits, weight -> {})).isZero();
        assertThat(new ReweightedCrossEntropy(provider, 0.5).gradients(empty, logits, 1, dlogits, weight -> {})).isZero();
    }

    private double loss(int i) {
        return Logistic.softplus(batch.labels()[i] == Label.POSITIVE_CODE ? -logits[i] : logits[i]);
    }
}
