package dev.obverse.core.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.optimizer.TrialStep;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trial is taken back to the bit, and costs what the batch touched and not what the table holds. */
class UndoLogTest {
    private static final int ROWS = 100_000;
    private static final int WIDTH = 5;
    private final EmbeddingTable table = new EmbeddingTable("user", ROWS, WIDTH);
    private final Weights weights = Weights.vector("out", 7);
    private final Parameters parameters = new Parameters(List.of(table), List.of(weights));
    private final Gradients gradients = new Gradients(parameters, 4);
    private final SplitMix64 random = new SplitMix64(5);

    UndoLogTest() {
        parameters.reserveState(2);
        for (Parameter parameter : parameters.all()) {
            float[] data = parameter.data();
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) random.nextGaussian();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TrialStep.class)
    void everyBitOfValuesAndStateIsAsBefore(TrialStep step) {
        UndoLog undo = new UndoLog(new ScalarKernels(), Workers.none());
        for (int pairs : new int[] {3, 200, 1, 50}) {
            batch(pairs);
            float[] tableBefore = table.data().clone();
            float[] weightsBefore = weights.data().clone();
            undo.save(gradients);
            step.apply(gradients, new ScalarKernels());
            for (float scale : new float[] {-0.3f, 0.3f, 1e20f}) {
                undo.move(gradients, scale);
                assertThat(same(table.data(), tableBefore)).isFalse();
                assertThat(same(weights.data(), weightsBefore)).isFalse();
                undo.restore(gradients);
                assertThat(same(table.data(), tableBefore)).isTrue();
                assertThat(same(weights.data(), weightsBefore)).isTrue();
            }
        }
    }

    /** NaN would spread to whatever reads it, and its own payload would be lost to whatever writes it. */
    @ParameterizedTest
    @EnumSource(TrialStep.class)
    void onlyTouchedRowsChange(TrialStep step) {
        Set<Integer> touched = batch(50);
        float poison = Float.intBitsToFloat(0x7fc0abcd);
        float[] data = table.data();
        for (int row = 0; row < ROWS; row++) {
            if (!touched.contains(row)) {
                Arrays.fill(data, row * table.stride(), (row + 1) * table.stride(), poison);
            }
        }
        float[] before = data.clone();
        UndoLog undo = new UndoLog(new ScalarKernels(), Workers.none());
        undo.save(gradients);
        step.apply(gradients, new ScalarKernels());
        undo.move(gradients, 0.01f);
        Set<Integer> changed = new TreeSet<>();
        for (int i = 0; i < data.length; i++) {
            if (Float.floatToRawIntBits(data[i]) != Float.floatToRawIntBits(before[i])) {
                assertThat(i % table.stride()).as("a trial moves values, never optimizer state").isLessThan(WIDTH);
                assertThat(data[i]).isNotNaN();
                changed.add(i / table.stride());
            }
        }
        assertThat(changed).isEqualTo(touched);
        undo.restore(gradients);
        assertThat(same(data, before)).isTrue();
    }

    /** Fills the gradient of so many pairs, some of one row, and returns the rows. */
    private Set<Integer> batch(int pairs) {
        gradients.clear();
        Set<Integer> touched = new TreeSet<>();
        float[] gradient = new float[WIDTH];
        for (int i = 0; i < pairs; i++) {
            int row = random.nextInt(3) == 0 && i > 0 ? gradients.of(table).rows().row(0) : random.nextInt(ROWS);
            for (int k = 0; k < WIDTH; k++) {
                gradient[k] = (float) random.nextGaussian();
            }
            gradients.of(table).add(row, 1, gradient, 0);
            touched.add(row);
        }
        for (int k = 0; k < weights.size(); k++) {
            gradients.of(weights)[k] = (float) random.nextGaussian();
        }
        return touched;
    }

    private static boolean same(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
                return false;
            }
        }
        return a.length == b.length;
    }
}
