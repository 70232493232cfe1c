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
    };

    /** Decides from the mean losses of the labelled batch at the three points. */
    abstract Choice choose(double direct, double inverse, double stay);
}
