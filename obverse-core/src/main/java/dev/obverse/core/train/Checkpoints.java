package dev.obverse.core.train;

import dev.obverse.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/** Keeps the state of a run while it goes, and gives it back when the run is taken up again. */
public interface Checkpoints {
    /** Keeps nothing. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public @Nullable TrainingState resume(Parameters parameters) {
            return null;
        }

        @Override
        public boolean dueAfterStep(long optimizerSteps) {
            return false;
        }

        @Override
        public boolean dueAfterEpoch(int epoch) {
            return false;
        }

        @Override
        public void save(TrainingState state, Parameters parameters) {}
    };

    /**
     * Returns where the run was left, and puts parameters and optimizer state back as they were then; or null if it begins.
     *
     * @throws dev.obverse.core.InvalidInputException if there is a state that is damaged, or of another run
     */
    @Nullable TrainingState resume(Parameters parameters);

    /** Returns whether the state is to be kept in the middle of an epoch, after so many steps of the run. */
    boolean dueAfterStep(long optimizerSteps);

    /** Returns whether the state is to be kept at the end of an epoch. */
    boolean dueAfterEpoch(int epoch);

    /** Keeps a state in place of the one before; the parameters are finite, and are read before this returns. */
    void save(TrainingState state, Parameters parameters);
}
