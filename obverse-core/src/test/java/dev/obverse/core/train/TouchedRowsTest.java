package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.optimizer.LazyAdam;
import dev.obverse.core.optimizer.TrialStep;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cost of a step follows the batch. All rows that no batch names hold a NaN with a mark of its own: if a step read one, losses would
 * be NaN; if it wrote one, the mark would be gone.
 */
class TouchedRowsTest {
    private static final int ROWS = 20_000;
    private static final int NAMED = 40;
    private static final int MARK = 0x7fc0beef;
    private final Kernels kernels = new ScalarKernels();
    private final SplitMix64 random = new SplitMix64(6);

    @ParameterizedTest
    @CsvSource({"GMF, SIGN, THREE_WAY", "GMF, SGD, TWO_WAY", "MLP, SIGN, TWO_WAY", "NEUMF, SIGN, THREE_WAY", "NEUMF, SGD, TWO_WAY"})
    void stepsNeitherReadNorWriteOtherRows(BackboneKind kind, TrialStep trial, ChoicePolicy policy) {
        RecommenderModel model = Architecture.of(kind, 4, true, true, false).build(ROWS, ROWS, kernels, random);
        LazyAdam optimizer = new LazyAdam(kernels, 0.01, 0.001);
        model.parameters().reserveState(optimizer.stateSlots());
        Set<Integer> named = new TreeSet<>();
        while (named.size() < NAMED) {
            named.add(random.nextInt(ROWS));
        }
        model.parameters().tables().forEach(table -> poison(table, named));
        int[] ids = named.stream().mapToInt(Integer::intValue).toArray();

        InverseGradient inverse = new InverseGradient(model.labels(), optimizer, 0.001, trial, policy, kernels, 16);
        for (int step = 0; step < 30; step++) {
            InverseGradient.Outcome outcome = inverse.step(batch(ids, 48, false), batch(ids, 16, true), new EpochStatistics());
            assertThat(outcome.direct()).isFinite();
            assertThat(outcome.inverse()).isFinite();
            assertThat(outcome.stay()).isFinite();
        }
        for (EmbeddingTable table : model.parameters().tables()) {
            assertThat(rowsWithoutTheMark(table)).isEqualTo(named);
        }
    }

    private Batch batch(int[] ids, int pairs, boolean labelled) {
        Batch batch = new Batch(pairs);
        for (int i = 0; i < pairs; i++) {
            batch.add(ids[random.nextInt(NAMED)], ids[random.nextInt(NAMED)], labelled ? (byte) (i % 2) : Label.UNLABELED_CODE);
        }
        return batch;
    }

    private static void poison(EmbeddingTable table, Set<Integer> named) {
        for (int row = 0; row < ROWS; row++) {
            if (!named.contains(row)) {
                Arrays.fill(table.data(), row * table.stride(), (row + 1) * table.stride(), Float.intBitsToFloat(MARK));
            }
        }
    }

    /** Rows of which any value or state is something else than the mark; none of them may be NaN. */
    private static Set<Integer> rowsWithoutTheMark(EmbeddingTable table) {
        Set<Integer> rows = new TreeSet<>();
        float[] data = table.data();
        for (int i = 0; i < data.length; i++) {
            if (Float.floatToRawIntBits(data[i]) != MARK) {
                rows.add(i / table.stride());
                assertThat(data[i]).isNotNaN();
            }
        }
        return rows;
    }
}
