package dev.obverse.bench;

/**
 * What a ratio should be.
 *
 * @param atLeast whether larger is better; else the ratio is a cost, and smaller is better
 * @param floor what it must reach, NaN if nothing is asked of it
 * @param aim what we would like it to reach, NaN if nothing more than the floor
 */
record Goal(boolean atLeast, double floor, double aim) {
    /** A ratio that is told for its own sake. */
    static final Goal NONE = new Goal(true, Double.NaN, Double.NaN);

    /** A cost that is told for its own sake. */
    static final Goal COST = new Goal(false, Double.NaN, Double.NaN);

    static Goal atLeast(double floor, double aim) {
        return new Goal(true, floor, aim);
    }

    static Goal atLeast(double floor) {
        return atLeast(floor, Double.NaN);
    }

    static Goal atMost(double floor, double aim) {
        return new Goal(false, floor, aim);
    }

    static Goal atMost(double floor) {
        return atMost(floor, Double.NaN);
    }

    /** Says how a ratio stands to this. */
    Verdict judge(double ratio) {
        if (Double.isNaN(ratio)) {
            return Verdict.NOT_MEASURED;
        }
        if (Double.isNaN(floor)) {
            return Verdict.NONE;
        }
        if (!reaches(ratio, floor)) {
            return Verdict.MISSED;
        }
        return reaches(ratio, aim) ? Verdict.AIM_MET : Verdict.MET;
    }

    private boolean reaches(double ratio, double bound) {
        return atLeast ? ratio >= bound : ratio <= bound;
    }

    /** The floor as the table shows it. */
    String floorText() {
        return text(floor);
    }

    /** The aim as the table shows it. */
    String aimText() {
        return text(aim);
    }

    private String text(double bound) {
        if (Double.isNaN(bound)) {
            return "";
        }
        return (atLeast ? ">= " : "<= ") + (bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound));
    }
}
