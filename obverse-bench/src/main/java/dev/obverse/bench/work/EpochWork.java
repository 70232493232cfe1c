package dev.obverse.bench.work;

import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;

/**
 * Whole epochs through the public trainer, with all that belongs to them: drawing, shuffling and ordering the pairs, the steps, the
 * statistics. The unit is a labelled training row, the time that of {@link EpochRecord#seconds()}; the run pauses between two epochs while
 * others have their turn. There are no validation rows.
 */
final class EpochWork implements Work {
    private final TrainingConfig config;
    private final Kernels kernels;
    private final TrainingData data;
    private final int threads;

    EpochWork(Arguments arguments, Kernels kernels) {
        this.config = arguments.config();
        this.kernels = kernels;
        this.threads = arguments.whole("threads");
        this.data = SkewedLog.data(arguments.whole("rows"), arguments.whole("users"), arguments.whole("items"));
    }

    @Override
    public void take(Turns turns) {
        turns.ready(kernels.name());
        if (!turns.await()) {
            return;
        }
        try {
            new Trainer(config, kernels, threads).train(data, new Pauses(turns, data.train().size()));
        } catch (NoMoreTurns end) {
            // The trainer has been left, and with it its threads.
        }
    }

    /** Ends a turn after the first epoch that fills it; the clock of the next epoch starts after this. */
    private static final class Pauses implements TrainingListener {
        private final Turns turns;
        private final int rows;
        private double seconds;
        private long epochs;

        Pauses(Turns turns, int rows) {
            this.turns = turns;
            this.rows = rows;
        }

        @Override
        public void epoch(EpochRecord epoch) {
            seconds += epoch.seconds();
            epochs++;
            if (seconds < turns.length()) {
                return;
            }
            turns.seconds(seconds / ((double) epochs * rows));
            seconds = 0;
            epochs = 0;
            if (!turns.await()) {
                throw new NoMoreTurns();
            }
        }
    }

    /** The way out of a training run that would go on for ever. */
    private static final class NoMoreTurns extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoMoreTurns() {
            super("no more turns");
        }
    }
}
