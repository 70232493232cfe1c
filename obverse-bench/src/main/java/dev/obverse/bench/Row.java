package dev.obverse.bench;

/**
 * One line of the table.
 *
 * @param what what is compared
 * @param ours our side, with its unit
 * @param rival the other side, with its unit; or why it is missing
 * @param ratio median of the ratios of the rounds, NaN where a side is missing
 * @param least the least ratio of a round
 * @param most the largest ratio of a round
 * @param goal what the ratio should be
 */
record Row(String what, String ours, String rival, double ratio, double least, double most, Goal goal) {
    /** A line of which one side could not be had. */
    static Row missing(String what, String ours, String reason, Goal goal) {
        return new Row(what, ours, reason, Double.NaN, Double.NaN, Double.NaN, goal);
    }

    Verdict verdict() {
        return goal.judge(ratio);
    }
}
