package dev.obverse.core.train;

/** How the losses of the labelled batch at the trial points decide. */
public enum ChoicePolicy {
    /** Direct if its loss is the smaller one, else inverse: the paper, equation 8. */
    TWO_WAY {
        @Override
        Choice choose(double direct, double inverse, double stay) {
            return direct < inverse ? Choice.DIRECT : Choice.INVERSE;
        }
    },
    /** Direct if smaller than both others, else inverse if smaller than stay, else stay: the authors' released code. */
    THREE_WAY {
        @Override
        Choice choose(double direct, double inverse, double stay) {
            if (direct < inverse && direct < stay) {
                return Choice.DIRECT;
            }
            return inverse < stay ? Choice.INVERSE : Choice.STAY;
        }
    },
    /**
     * Always stay: no trial is made, the step only trains on the labelled batch. An ablation that shows how much of the Inverse Gradient is
     * nothing but the training on training-test.
     */
    STAY {
        @Override
        Choice choose(double direct, double inverse, double stay) {
            return Choice.STAY;
        }
    };

    /** Decides from the mean losses of the labelled batch at the three points. */
    abstract Choice choose(double direct, double inverse, double stay);
}
