package dev.obverse.core.sample;

import dev.obverse.core.kernel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * The loops that lay out an epoch, each of which needs the one before it: run at once by a team of threads, or little by little by a thread
 * that has time for it while the epoch before is trained. What they make is the same.
 */
public final class EpochLayout {
    private final List<Loop> loops = new ArrayList<>();
    private long cost;
    private long spent;
    /** The loop that is under way, and how many of its units are done. */
    private int loop;
    private int doneOfLoop;

    private record Loop(int units, int cost, Workers.Task body) {}

    /** Starts without loops. */
    public EpochLayout() {}

    /**
     * Adds a loop.
     *
     * @param units how many units it has
     * @param unitCost how many pairs a unit deals with, about
     * @param body does a range of units; called for disjoint ones, from any thread
     */
    void add(int units, int unitCost, Workers.Task body) {
        loops.add(new Loop(units, unitCost, body));
        cost += (long) units * unitCost;
    }

    /** Goes on, on this thread, until as great a part is done as {@code step}, counted from 1, is of {@code steps}. */
    public void advance(long step, long steps) {
        double goal = (double) cost * step / steps;
        while (spent < goal) {
            Loop now = loops.get(loop);
            if (doneOfLoop < now.units) {
                now.body.run(doneOfLoop, doneOfLoop + 1);
            }
            advanceTo(Math.min(now.units, doneOfLoop + 1));
        }
    }

    /** Does what is left, shared out, and lets go of what the loops needed. */
    public void finish(Workers workers) {
        while (loop < loops.size()) {
            Loop now = loops.get(loop);
            int from = doneOfLoop;
            workers.run(now.units - from, 1, (start, end) -> now.body.run(from + start, from + end));
            advanceTo(now.units);
        }
        loops.clear();
        loop = 0;
    }

    private void advanceTo(int units) {
        Loop now = loops.get(loop);
        spent += (long) (units - doneOfLoop) * now.cost;
        doneOfLoop = units;
        if (units == now.units) {
            loop++;
            doneOfLoop = 0;
        }
    }
}
