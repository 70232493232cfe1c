package dev.obverse.core.train;

import java.util.List;

/**
 * Where a run is between two steps. With the parameters and their optimizer state it is all that the rest of the run depends on: every
 * random choice is a function of the seed and of the place in the run, so no generator has a state of its own.
 *
 * @param epoch the epoch that is under way or comes next, 1, 2, ...
 * @param step steps of that epoch that have been taken
 * @param optimizerSteps steps that the optimizer has taken since the run began
 * @param statistics what the epoch has counted so far
 * @param history the epochs that have ended
 * @param bestEpoch the best of them, 0 before the first
 * @param bestMetric its value of the metric that selects, NaN where there is none
 * @param bestValues the parameters after it, tensor by tensor; empty where it is the last one, without validation
 */
public record TrainingState(
        int epoch,
        long step,
        long optimizerSteps,
        EpochStatistics.Counts statistics,
        List<EpochRecord> history,
        int bestEpoch,
        double bestMetric,
        List<float[]> bestValues) {
    /** Copies the lists. */
    public TrainingState {
        history = List.copyOf(history);
        bestValues = List.copyOf(bestValues);
    }

    /** Returns the state before the first step. */
    static TrainingState beginning() {
        return new TrainingState(1, 0, 0, EpochStatistics.Counts.NONE, List.of(), 0, Double.NaN, List.of());
    }
}
