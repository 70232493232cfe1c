package dev.obverse.bench;

import java.util.List;

/**
 * Two sides of a match, and what their ratio should be. The ratio says how many times faster ours is if the goal is a least one, and how
 * many times more it costs if the goal is a most one.
 *
 * @param what what is compared
 * @param ours name of our contestant
 * @param rivals names of the other side, of which the fastest of each round counts
 * @param goal what the ratio should be
 */
record Comparison(String what, String ours, List<String> rivals, Goal goal) {
    /** Copies the list. */
    Comparison {
        rivals = List.copyOf(rivals);
    }

    /** Against one contestant. */
    Comparison(String what, String ours, String rival, Goal goal) {
        this(what, ours, List.of(rival), goal);
    }

    /** Ratios by round, from the seconds that both sides need for a unit of work. */
    Rounds ratios(Rounds oursSeconds, Rounds rivalSeconds) {
        return goal.atLeast() ? rivalSeconds.over(oursSeconds) : oursSeconds.over(rivalSeconds);
    }
}
