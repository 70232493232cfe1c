package dev.obverse.core.rank;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Factorization;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.sample.SeenItems;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The best n of all items for each of some users: exact, not approximate.
 *
 * <p>Users go in batches over the items in blocks. The logits of a block come from a product of matrices where the backbone's logit is an
 * inner product, and from its forward pass elsewhere. Each row of logits is compared with the score of the user's n-th best so far, a
 * vector at a time, and only what exceeds it goes into the user's heap: of m items in random order, about n log(m / n). Ranking by both heads,
 * a pair is looked at only if either probability alone exceeds the n-th best product.
 *
 * <p>Of one score, the smaller item is the better one. An item whose logit is NaN or negative infinity is in no list. The number of
 * threads and the other users of the batch change no bit of a list. Memory: the item table once more, and some kilobytes for each user of
 * a batch. For one caller at a time.
 */
public final class TopItems {
    /** How many users to rank at a time: more gain nothing. */
    public static final int BATCH = 256;

    private static final int TILE = 12;
    private static final int BLOCK = LogitSource.BLOCK;
    /** Users that a thread takes along the items together, a multiple of the tile: their logits of a block fit the cache. */
    private static final int GROUP = 22 * TILE;

    private final Kernels kernels;
    private final Workers workers;
    private final int items;
    private final LogitSource labels;
    private final @Nullable LogitSource exposure;
    private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();

    private TopItems(Kernels kernels, Workers workers, int items, LogitSource labels, @Nullable LogitSource exposure) {
        this.kernels = kernels;
        this.workers = workers;
        this.items = items;
        this.labels = labels;
        this.exposure = exposure;
    }

    /** Prepares to rank by a model, as its parameters are now, over items 0..items-1. */
    public static TopItems of(RecommenderModel model, int items, Kernels kernels, Workers workers) {
        Backbone second = model.exposure();
        return new TopItems(
                kernels, workers, items, source(model.labels(), items, kernels, workers),
                second == null ? null : source(second, items, kernels, workers));
    }

    /** Prepares to rank by inner products, over items 0..items-1. */
    public static TopItems of(Factorization factors, int items, Kernels kernels, Workers workers) {
        return new TopItems(kernels, workers, items, new FactorizedLogits(factors, items, kernels, workers), null);
    }

    private static LogitSource source(Backbone backbone, int items, Kernels kernels, Workers workers) {
        Factorization factors = backbone.factorization();
        return factors == null ? new PassLogits(backbone, items) : new FactorizedLogits(factors, items, kernels, workers);
    }

    /** What one thread works with. */
    private final class Scratch {
        private final LogitSource.Cursor like = labels.open();
        private final LogitSource.@Nullable Cursor exposed = exposure == null ? null : exposure.open();
        private final int[] places = new int[BLOCK];
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
     * @throws InvalidInputException if n is below 1, or the weighting needs an exposure head that the model has not
     */
    public void rank(int[] users, int count, int n, Weighting weighting, @Nullable SeenItems seen, TopLists into) {
        if (n < 1) {
            throw new InvalidInputException("n is " + n + "; a list has at least 1 item");
        }
        if (weighting == Weighting.EXPOSURE && exposure == null) {
            throw new InvalidInputException("this model has no exposure head, so it cannot rank by exposure: "
                    + "rank by like, or train with exposure-epochs above 0");
        }
        into.begin(count, Math.min(n, items));
        int share = (count + workers.threads() - 1) / workers.threads();
        int grain = Math.min(GROUP, (share + TILE - 1) / TILE * TILE);
        workers.run(count, Math.max(TILE, grain), (from, to) -> {
            Scratch scratch = take();
            for (int start = from; start < to; start += GROUP) {
                rank(scratch, users, start, Math.min(to, start + GROUP), weighting, seen, into);
            }
            idle.add(scratch);
        });
    }

    private Scratch take() {
        Scratch scratch = idle.poll();
        return scratch == null ? new Scratch() : scratch;
    }

    private void rank(
            Scratch scratch, int[] users, int from, int to, Weighting weighting, @Nullable SeenItems seen, TopLists into) {
        LogitSource.Cursor exposed = weighting == Weighting.EXPOSURE ? scratch.exposed : null;
        scratch.like.begin(users, from, to);
        if (exposed != null) {
            exposed.begin(users, from, to);
        }
        for (int first = 0; first < items; first += BLOCK) {
            int width = Math.min(BLOCK, items - first);
            float[] like = scratch.like.logits(first / BLOCK);
            if (exposed == null) {
                offerLikes(scratch.places, like, first, width, users, from, to, seen, into);
            } else {
                offerProducts(scratch.places, like, exposed.logits(first / BLOCK), first, width, users, from, to, seen, into);
            }
        }
        for (int j = from; j < to; j++) {
            into.finish(j);
        }
    }

    private void offerLikes(
            int[] places, float[] like, int first, int width, int[] users, int from, int to, @Nullable SeenItems seen, TopLists into) {
        for (int j = from; j < to; j++) {
            int row = (j - from) * LogitSource.STRIDE;
            int found = kernels.above(like, row, row + width, into.threshold(j), places);
            for (int f = 0; f < found; f++) {
                int item = first + places[f];
                if (isOpen(seen, users[j], item)) {
                    into.offer(j, item, like[row + places[f]]);
                }
            }
        }
    }

    private void offerProducts(
            int[] places, float[] like, float[] exposed, int first, int width, int[] users, int from, int to,
            @Nullable SeenItems seen, TopLists into) {
        for (int j = from; j < to; j++) {
            int row = (j - from) * LogitSource.STRIDE;
            float necessary = Weighting.necessaryLogit(into.threshold(j));
            int found = kernels.bothAbove(like, exposed, row, row + width, necessary, places);
            for (int f = 0; f < found; f++) {
                int item = first + places[f];
                if (isOpen(seen, users[j], item)) {
                    into.offer(j, item, Weighting.product(like[row + places[f]], exposed[row + places[f]]));
                }
            }
        }
    }

    private static boolean isOpen(@Nullable SeenItems seen, int user, int item) {
        return seen == null || user < 0 || !seen.contains(user, item);
    }
}
