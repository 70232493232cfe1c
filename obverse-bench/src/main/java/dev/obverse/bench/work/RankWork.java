package dev.obverse.bench.work;

import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.rank.TopItems;
import dev.obverse.core.rank.TopLists;
import dev.obverse.core.rank.Weighting;
import dev.obverse.core.sample.SplitMix64;

/**
 * The exact best items of all, for batches of users in turn, by a GMF model with random embeddings. The unit is a user. Preparing the
 * catalogue, which {@link TopItems} does once and the rival does once too, is left out; nothing is left out of the lists.
 */
final class RankWork implements Work {
    private static final int USERS = 8192;

    private final Kernels kernels;
    private final RecommenderModel model;
    private final int items;
    private final int top;
    private final int batch;
    private final int threads;

    RankWork(Arguments arguments, Kernels kernels) {
        this.kernels = kernels;
        this.items = arguments.whole("items");
        this.top = arguments.whole("top");
        this.batch = arguments.whole("batch");
        this.threads = arguments.whole("threads");
        this.model = Architecture.of(arguments.config()).build(USERS, items, kernels, new SplitMix64(1));
    }

    @Override
    public void take(Turns turns) {
        try (Workers workers = new Workers(threads)) {
            TopItems best = TopItems.of(model, items, kernels, workers);
            TopLists lists = new TopLists();
            int[] users = new int[batch];
            turns.ready(kernels.name());
            int next = 0;
            while (turns.await()) {
                long ranked = 0;
                long start = System.nanoTime();
                double seconds = 0;
                while (seconds < turns.length()) {
                    for (int i = 0; i < batch; i++) {
                        users[i] = next;
                        next = (next + 1) % USERS;
                    }
                    best.rank(users, batch, top, Weighting.LIKE, null, lists);
                    ranked += batch;
                    seconds = (System.nanoTime() - start) * 1e-9;
                }
                turns.seconds(seconds / ranked);
            }
        }
    }
}
