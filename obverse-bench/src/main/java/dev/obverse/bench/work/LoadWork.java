package dev.obverse.bench.work;

import dev.obverse.core.sample.SplitMix64;

/**
 * Loads from so many places in random order, so many bytes apart, each of which is where the one before it points to: the unit is a load, and nothing
 * hides how long it takes. The places are few enough for the second cache; if they are in pages of their own, what a load takes besides is the way from
 * an address to its page.
 */
final class LoadWork implements Work {
    private static final int LOADS = 1 << 20;

    private final int[] memory;
    private int place;

    LoadWork(Arguments arguments) {
        int lines = arguments.whole("lines");
        int apart = arguments.whole("apart") / Integer.BYTES;
        memory = new int[Math.multiplyExact(lines, apart)];
        int[] order = new SplitMix64(3).permutation(lines);
        for (int i = 0; i < lines; i++) {
            memory[order[i] * apart] = order[(i + 1) % lines] * apart;
        }
    }

    @Override
    public void take(Turns turns) {
        turns.ready("dependent loads");
        while (turns.await()) {
            long start = System.nanoTime();
            double seconds = 0;
            long loads = 0;
            while (seconds < turns.length()) {
                place = follow(place);
                loads += LOADS;
                seconds = (System.nanoTime() - start) * 1e-9;
            }
            turns.seconds(seconds / loads);
        }
    }

    private int follow(int from) {
        int at = from;
        for (int i = 0; i < LOADS; i++) {
            at = memory[at];
        }
        return at;
    }
}
