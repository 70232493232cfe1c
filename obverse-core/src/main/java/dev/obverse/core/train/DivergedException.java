package dev.obverse.core.train;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.optimizer.Optimizer;

/** A loss or a parameter is no longer finite: whatever training did from here on would mean nothing. */
final class DivergedException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    private final String what;

    /**
     * Says what happened, where in the run, and what would help.
     *
     * @param what "its loss is NaN", say
     */
    DivergedException(String what, Optimizer optimizer) {
        this(what, "step " + (optimizer.steps() + 1), optimizer);
    }

    private DivergedException(String what, String place, Optimizer optimizer) {
        super("training diverged at " + place + ": " + what + "; train again with " + optimizer.remedy());
        this.what = what;
    }

    /** Returns the same with the place as the run knows it. */
    DivergedException at(String place, Optimizer optimizer) {
        return new DivergedException(what, place, optimizer);
    }
}
