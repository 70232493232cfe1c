package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepsAheadTest {
    private static final int STEPS = 40;

    /** Fills each step with pairs of its number, and writes down what the steps read. */
    private static final class Recorded implements Phase {
        private final List<Integer> read = new ArrayList<>();
        private final int failing;

        Recorded(int failing) {
            this.failing = failing;
        }

        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public int steps() {
            return STEPS;
        }

        @Override
        public void fill(int index, StepBatches into) {
            into.labelled().clear();
            into.labelled().add(index, index, (byte) 1);
        }

        @Override
        public void step(int index, StepBatches batches, EpochStatistics statistics) {
            if (index == failing) {
                throw new InvalidInputException("step " + index);
            }
            read.add(batches.labelled().userRows().rows().row(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyStepReadsItsOwnBatchesInOneGoOrTakenUpAnywhere(int threads) {
        try (Workers workers = new Workers(threads)) {
            StepsAhead steps = new StepsAhead(threads == 1 ? null : workers, new EpochStatistics());
            Recorded first = new Recorded(-1);
            Recorded second = new Recorded(-1);
            for (int step = 0; step < STEPS; step++) {
                steps.step(first, step, step);
            }
            for (int step = 0; step < 10; step++) {
                steps.step(second, step, STEPS + step);
            }
            steps.clear();
            for (int step = 30; step < STEPS; step++) {
                steps.step(second, step, STEPS + step);
            }
            assertThat(first.read).hasSize(STEPS).isSorted().startsWith(0, 1, 2).doesNotHaveDuplicates();
            assertThat(second.read).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatAStepThrowsReachesTheCaller(int threads) {
        try (Workers workers = new Workers(threads)) {
            StepsAhead steps = new StepsAhead(threads == 1 ? null : workers, new EpochStatistics());
            Recorded phase = new Recorded(1);
            steps.step(phase, 0, 0);
            assertThatThrownBy(() -> steps.step(phase, 1, 1)).isInstanceOf(InvalidInputException.class).hasMessage("step 1");
        }
    }
}
