package dev.obverse.core.rank;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way over all items, block by block, for some requests at a time; one thread's.
 *
 * <p>The more is known of a list, the fewer items are looked at: of m items in random order, some n log(m / n), most of them early on. So where
 * there are many items, and bounds of their logits, every {@value #STEP}-th block is walked over first, for much shorter lists. The worst entry of
 * such a list is a guess of what the n-th best of all will be, and a low one: with n = 100 it leaves some 250 items. The way over all blocks then
 * goes in {@value #ROUNDS} rounds, each of which goes through the whole table, and between them the guess rises. Where the list says in the end
 * that a guess was too high all the same, the request goes over the items once more without any.
 */
final class Walk {
    private static final int BLOCK = LogitSource.BLOCK;
    private static final int STEP = 16;
    private static final int ROUNDS = 4;
    /** With fewer blocks than these, guesses cost more than they save. */
    private static final int MANY = 2 * STEP;

    private static final int CANDIDATES = 8 * BLOCK;

    private final int items;
    private final int blocks;
    private final LogitSource.Cursor likes;
    private final LogitSource.@Nullable Cursor exposures;
    /** The exposure head's, where one of the requests is ranked by it. */
    private LogitSource.@Nullable Cursor second;

    private final TopLists samples = new TopLists();
    private float[] thresholds = new float[0];
    private float[] secondThresholds = new float[0];

    // The items of a block that may belong to a list, with whose list it is: what is to be computed for them goes together.
    private final int[] owners = new int[CANDIDATES];
    private final int[] places = new int[CANDIDATES + 2];
    private final float[] scores = new float[CANDIDATES];
    private final float[] factors = new float[CANDIDATES];
    private final int[] others = new int[BLOCK + 2];
    private int candidates;

    Walk(int items, LogitSource labels, @Nullable LogitSource exposure) {
        this.items = items;
        this.blocks = LogitSource.blocks(items);
        this.likes = labels.open();
        this.exposures = exposure == null ? null : exposure.open();
    }

    /** Fills the lists of requests {@code from} to {@code to - 1}. */
    void rank(TopRequest[] requests, int from, int to, TopLists lists) {
        begin(requests, from, to);
        if (blocks >= MANY && likes.bounded() && (second == null || second.bounded())) {
            guess(requests, from, to, lists);
            walkInRounds(requests, from, to, lists);
        } else {
            walk(requests, from, to, lists, 0, 1);
        }
        for (int j = from; j < to; j++) {
            lists.finish(j);
            if (lists.expectedTooMuch(j)) {
                lists.clear(j);
                begin(requests, j, j + 1);
                walk(requests, j, j + 1, lists, 0, 1);
                lists.finish(j);
            }
        }
    }

    private void begin(TopRequest[] requests, int from, int to) {
        likes.begin(requests, from, to);
        boolean products = false;
        for (int j = from; j < to; j++) {
            products |= requests[j].byProduct();
        }
        second = products ? exposures : null;
        if (second != null) {
            second.begin(requests, from, to);
        }
        if (thresholds.length < to - from) {
            thresholds = new float[to - from];
            secondThresholds = new float[to - from];
        }
    }

    private void guess(TopRequest[] requests, int from, int to, TopLists lists) {
        TopRequest[] shorter = new TopRequest[to - from];
        for (int j = from; j < to; j++) {
            shorter[j - from] = requests[j].withLength(atMost(requests[j].n(), visited(0, STEP)));
        }
        samples.begin(shorter, shorter.length, items);
        for (int j = 0; j < shorter.length; j++) {
            if (!shorter[j].byProduct()) {
                samples.expect(j, likes.usual(j));
            }
        }
        walk(shorter, 0, shorter.length, samples, 0, STEP);
        for (int j = 0; j < shorter.length; j++) {
            samples.finish(j);
            if (samples.size(j) == shorter[j].n()) {
                lists.expect(from + j, samples.score(j, shorter[j].n() - 1));
            }
        }
    }

    private void walkInRounds(TopRequest[] requests, int from, int to, TopLists lists) {
        int done = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int j = from; round > 0 && j < to; j++) {
                lists.expectAmong(j, atMost(requests[j].n(), done));
            }
            walk(requests, from, to, lists, round, ROUNDS);
            done += visited(round, ROUNDS);
        }
    }

    /** Returns how many blocks a walk from {@code first} in steps of {@code step} visits. */
    private int visited(int first, int step) {
        return (blocks - first + step - 1) / step;
    }

    /** Returns how many of the best n lie in so many blocks at the most: three standard deviations above what is expected; hardly ever more do. */
    private int atMost(int n, int visited) {
        double share = (double) visited / blocks;
        return (int) (n * share + 3 * Math.sqrt(n * share * (1 - share)) + 3);
    }

    /** Goes over every step-th block. */
    private void walk(TopRequest[] requests, int from, int to, TopLists lists, int first, int step) {
        for (int block = first; block < blocks; block += step) {
            enter(block, requests, from, to, lists, lists == samples);
            for (int j = from; j < to; j++) {
                int found = likes.above(j - from, places, candidates);
                if (second != null && requests[j].byProduct()) {
                    found = inBoth(found, second.above(j - from, others, 0));
                }
                Arrays.fill(owners, candidates, candidates + found, j - from);
                candidates += found;
                if (candidates > CANDIDATES - BLOCK || j == to - 1) {
                    offer(requests, from, block, lists);
                }
            }
        }
    }

    private void enter(int block, TopRequest[] requests, int from, int to, TopLists lists, boolean roughly) {
        for (int j = from; j < to; j++) {
            boolean byProduct = requests[j].byProduct();
            float threshold = byProduct ? Weighting.necessaryLogit(lists.threshold(j)) : lists.threshold(j);
            thresholds[j - from] = threshold;
            secondThresholds[j - from] = byProduct ? threshold : Float.POSITIVE_INFINITY;
        }
        likes.enter(block, thresholds, roughly);
        if (second != null) {
            second.enter(block, secondThresholds, roughly);
        }
    }

    /** Leaves of the last places those that are among the others; both ascend. */
    private int inBoth(int count, int otherCount) {
        int both = 0;
        for (int i = 0, o = 0; i < count && o < otherCount; ) {
            int difference = places[candidates + i] - others[o];
            if (difference == 0) {
                places[candidates + both++] = others[o];
            }
            i += difference <= 0 ? 1 : 0;
            o += difference >= 0 ? 1 : 0;
        }
        return both;
    }

    /** Computes the scores of the candidates, which are of a block, and adds them to their lists. */
    private void offer(TopRequest[] requests, int from, int block, TopLists lists) {
        likes.logits(owners, places, candidates, scores);
        if (second != null) {
            second.logits(owners, places, candidates, factors);
        }
        for (int c = 0; c < candidates; c++) {
            int j = from + owners[c];
            float score = requests[j].byProduct() ? Weighting.product(scores[c], factors[c]) : scores[c];
            int item = LogitSource.item(block, places[c], items);
            if (score > lists.threshold(j) && !requests[j].without().test(item)) {
                lists.offer(j, item, score);
            }
        }
        candidates = 0;
    }
}
