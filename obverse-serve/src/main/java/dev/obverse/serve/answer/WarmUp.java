package dev.obverse.serve.answer;

import dev.obverse.core.rank.ItemRanker;
import dev.obverse.core.rank.TopLists;
import dev.obverse.core.rank.TopRequest;
import dev.obverse.core.rank.Weighting;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks a model before anybody else does, until answers get no faster: in a fresh JVM the first passes run in the interpreter, thousands of
 * times slower than compiled code, and a request must not wait for that. In a warm JVM it takes a few passes.
 */
final class WarmUp {
    private static final long MOST_NANOS = 10_000_000_000L;
    private static final int MOST_ROUNDS = 60;
    /** So many rounds without a better one are enough. */
    private static final int PATIENCE = 6;
    /** What counts as better. */
    private static final double BETTER = 0.9;
    private static final int LENGTH = 100;
    /** How many go together: each width takes its own way through the product. */
    private static final int[] WIDTHS = {1, 3, SharedPasses.MOST_TOGETHER};

    private final ServedModel served;
    private final ItemRanker ranker;
    private final TopLists lists = new TopLists();

    WarmUp(ServedModel served, ItemRanker ranker) {
        this.served = served;
        this.ranker = ranker;
    }

    void run() {
        long start = System.nanoTime();
        double best = Double.POSITIVE_INFINITY;
        int since = 0;
        for (int round = 0; round < MOST_ROUNDS && since < PATIENCE && System.nanoTime() - start < MOST_NANOS; round++) {
            long begun = System.nanoTime();
            round(round);
            double nanos = System.nanoTime() - begun;
            since = nanos < BETTER * best ? 0 : since + 1;
            best = Math.min(best, nanos);
        }
    }

    private void round(int round) {
        Weighting weighting = served.facts().rankedBy();
        int users = served.facts().users();
        for (int width : WIDTHS) {
            TopRequest[] requests = IntStream.range(0, width)
                    .mapToObj(j -> TopRequest.of(users == 0 ? -1 : (round + j) % users, LENGTH, weighting, null))
                    .toArray(TopRequest[]::new);
            ranker.rank(requests, width, lists);
        }
        for (String user : served.users("", 1)) {
            List<RankedItem> items = served.recommend(user, LENGTH, served.facts().hasHistory()).items();
            served.score(items.stream().map(item -> new Pair(user, item.item())).toList());
        }
    }
}
