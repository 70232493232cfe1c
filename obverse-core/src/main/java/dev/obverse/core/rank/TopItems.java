package dev.obverse.core.rank;

import dev.obverse.core.backbone.Factorization;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.BytePanels;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.sample.SeenItems;
import org.jspecify.annotations.Nullable;

/**
 * The best n of all items for each of some users, shared out among threads; a {@link Catalogue} does the ranking. The number of threads
 * and the other users of the batch change no bit of a list. For one caller at a time.
 */
public final class TopItems {
    private static final int TILE = BytePanels.ROWS;

    /**
     * How many users a thread takes along the items together: whole tiles, which share what it takes to read the items. Ranking fewer at a
     * time costs more for each, ranking more gains little.
     */
    public static final int BATCH = 52 * TILE;

    private final Catalogue catalogue;
    private final Workers workers;

    private TopItems(Catalogue catalogue, Workers workers) {
        this.catalogue = catalogue;
        this.workers = workers;
    }

    /** Prepares to rank by a model, as its parameters are now, over items 0..items-1. */
    public static TopItems of(RecommenderModel model, int items, Kernels kernels, Workers workers) {
        return new TopItems(Catalogue.of(model, items, kernels, workers), workers);
    }

    /** Prepares to rank by inner products, over items 0..items-1. */
    public static TopItems of(Factorization factors, int items, Kernels kernels, Workers workers) {
        return new TopItems(Catalogue.of(factors, items, kernels, workers), workers);
    }

    /**
     * Ranks all items for some users.
     *
     * @param users dense ids, negative where unknown: these get the ranking of the terms that are known
     * @param count how many of them
     * @param n length of a list, at least 1; lists are shorter where fewer items are left
     * @param weighting what to rank by
     * @param seen what is left out of the lists of known users, or null to leave out nothing
     * @param into the lists, of the users as they stand in {@code users}
     * @throws dev.obverse.core.InvalidInputException if n is below 1, or the weighting needs an exposure head that the model has not
     */
    public void rank(int[] users, int count, int n, Weighting weighting, @Nullable SeenItems seen, TopLists into) {
        TopRequest[] requests = new TopRequest[count];
        for (int j = 0; j < count; j++) {
            requests[j] = TopRequest.of(users[j], n, weighting, seen);
        }
        catalogue.begin(requests, count, into);
        int share = (count + workers.threads() - 1) / workers.threads();
        int grain = Math.max(TILE, Math.min(BATCH, (share + TILE - 1) / TILE * TILE));
        workers.run(count, grain, (from, to) -> {
            for (int start = from; start < to; start += BATCH) {
                catalogue.rank(requests, start, Math.min(to, start + BATCH), into);
            }
        });
    }
}
