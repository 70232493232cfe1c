package dev.obverse.core.train;

import dev.obverse.core.kernel.Workers;
import dev.obverse.core.sample.EpochLayout;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps; meanwhile a second thread, if there is one for that, fills the batches of the next step and lays out the next epoch. What a batch
 * holds is a function of its place in the run, so who fills it, and when, changes nothing.
 */
final class StepsAhead {
    private static final int STEP = 0;
    private static final int FILL = 1;

    private final @Nullable Workers pair;
    private final EpochStatistics statistics;
    private final Workers.Task stepAndFill = this::stepAndFill;
    private StepBatches batches = new StepBatches();
    private StepBatches next = new StepBatches();
    private @Nullable Phase phase;
    private int index;
    private long number;
    private long steps;
    private EpochLayout nextEpoch = new EpochLayout();
    /** The step of the epoch whose batches are filled already, or -1. */
    private long filled = -1;

    /**
     * Takes steps.
     *
     * @param pair a team of two, or null for no second thread
     * @param statistics counts what the steps see
     */
    StepsAhead(@Nullable Workers pair, EpochStatistics statistics) {
        this.pair = pair;
        this.statistics = statistics;
    }

    /** Starts an epoch of so many steps. */
    void begin(long total) {
        clear();
        steps = total;
        nextEpoch = new EpochLayout();
    }

    /** Says what is to be laid out by the end of the epoch, as far as there is time. */
    void meanwhile(EpochLayout layout) {
        nextEpoch = layout;
    }

    /** Forgets what is filled, and its phase. */
    void clear() {
        phase = null;
        filled = -1;
    }

    /**
     * Takes a step.
     *
     * @param of the phase that it is of
     * @param step its number in the phase
     * @param ofEpoch its number in the epoch
     */
    void step(Phase of, int step, long ofEpoch) {
        if (ofEpoch != filled) {
            of.fill(step, batches);
        }
        phase = of;
        index = step;
        number = ofEpoch;
        filled = -1;
        if (pair == null || step + 1 == of.steps()) {
            of.step(step, batches, statistics);
            return;
        }
        pair.run(2, 1, stepAndFill);
        StepBatches done = batches;
        batches = next;
        next = done;
        filled = ofEpoch + 1;
    }

    private void stepAndFill(int from, int to) {
        Phase of = phase;
        if (of == null) {
            return;
        }
        for (int unit = from; unit < to; unit++) {
            switch (unit) {
                case STEP -> of.step(index, batches, statistics);
                case FILL -> {
                    of.fill(index + 1, next);
                    next.findRows();
                    nextEpoch.advance(number + 1, steps);
                }
                default -> throw new IllegalArgumentException("there is no unit " + unit);
            }
        }
    }
}
