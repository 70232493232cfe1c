package dev.obverse.core.train;

import dev.obverse.core.kernel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps, and fills the batches of the next one meanwhile on a second thread, if there is one for that. What a batch holds is a function of
 * its place in the run, so who fills it, and when, changes nothing.
 */
final class StepsAhead {
    private static final int STEP = 0;
    private static final int FILL = 1;

    private final @Nullable Workers pair;
    private final Workers.Task stepAndFill = this::stepAndFill;
    private StepBatches batches = new StepBatches();
    private StepBatches next = new StepBatches();
    private @Nullable Phase phase;
    private int index;
    private @Nullable EpochStatistics statistics;
    /** The step of the epoch whose batches are filled already, or -1. */
    private long filled = -1;

    /** Takes steps; {@code pair} is a team of two, or null for no second thread. */
    StepsAhead(@Nullable Workers pair) {
        this.pair = pair;
    }

    /** Forgets what is filled, and the phase with the pairs of its epoch. */
    void clear() {
        phase = null;
        filled = -1;
    }

    /**
     * Takes a step.
     *
     * @param of the phase that it is of
     * @param step its number in the phase
     * @param number its number in the epoch
     * @param into counts what it sees
     */
    void step(Phase of, int step, long number, EpochStatistics into) {
        if (number != filled) {
            of.fill(step, batches);
        }
        phase = of;
        index = step;
        statistics = into;
        filled = -1;
        if (pair == null || step + 1 == of.steps()) {
            of.step(step, batches, into);
            return;
        }
        pair.run(2, 1, stepAndFill);
        StepBatches done = batches;
        batches = next;
        next = done;
        filled = number + 1;
    }

    private void stepAndFill(int from, int to) {
        Phase of = phase;
        EpochStatistics into = statistics;
        if (of == null || into == null) {
            return;
        }
        for (int unit = from; unit < to; unit++) {
            switch (unit) {
                case STEP -> of.step(index, batches, into);
                case FILL -> {
                    of.fill(index + 1, next);
                    next.findRows();
                }
                default -> throw new IllegalArgumentException("there is no unit " + unit);
            }
        }
    }
}
