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
 * vector at a time, and only what exceeds it is looked at: of m items in random order, about n log(m / n). Ranking by both heads,
 * a pair is looked at only if either probability alone exceeds the n-th best product.
 *
 * <p>Of one score, the smaller item is the better one. An item whose logit is NaN or negative infinity is in no list. The number of
 * threads and the other users of the batch change no bit of a list. Memory: the item table once more, and some kilobytes for each user of
 * a batch. For one caller at a time.
 */
public final class TopItems {
    private static final int TILE = 12;

    /**
     * How many users a thread takes along the items together: whole tiles, whose logits of a block fit the cache. Ranking fewer at a time
     * costs more for each, ranking more gains nothing.
     */
    public static final int BATCH = 22 * TILE;

    private static final int BLOCK = LogitSource.BLOCK;

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
        Request request = new Request(users, weighting == Weighting.EXPOSURE, seen, into);
        int share = (count + workers.threads() - 1) / workers.threads();
        int grain = Math.max(TILE, Math.min(BATCH, (share + TILE - 1) / TILE * TILE));
        workers.run(count, grain, (from, to) -> {
            Scratch idler = idle.poll();
            Scratch scratch = idler == null ? new Scratch() : idler;
            for (int start = from; start < to; start += BATCH) {
                scratch.rank(request, start, Math.min(to, start + BATCH));
            }
            idle.add(scratch);
        });
    }

    /** What is asked for. */
    private record Request(int[] users, boolean byProduct, @Nullable SeenItems seen, TopLists lists) {
        boolean mayList(int j, int item) {
            return seen == null || users[j] < 0 || !seen.contains(users[j], item);
        }
    }

    /** What one thread works with. */
    private final class Scratch {
        private final LogitSource.Cursor like = labels.open();
        private final LogitSource.@Nullable Cursor exposed = exposure == null ? null : exposure.open();
        private final int[] places = new int[BLOCK];

        /** Ranks all items for users {@code from} to {@code to - 1} of the batch. */
        void rank(Request request, int from, int to) {
            LogitSource.Cursor second = request.byProduct() ? exposed : null;
            like.begin(request.users(), from, to);
            if (second != null) {
                second.begin(request.users(), from, to);
            }
            for (int first = 0; first < items; first += BLOCK) {
                float[] logits = like.logits(first / BLOCK);
                if (second == null) {
                    offerLikes(request, first, logits, from, to);
                } else {
                    offerProducts(request, first, logits, second.logits(first / BLOCK), from, to);
                }
            }
            for (int j = from; j < to; j++) {
                request.lists().finish(j);
            }
        }

        private void offerLikes(Request request, int first, float[] logits, int from, int to) {
            int width = Math.min(BLOCK, items - first);
            for (int j = from; j < to; j++) {
                int row = (j - from) * LogitSource.STRIDE;
                int found = kernels.above(logits, row, row + width, request.lists().threshold(j), places);
                for (int f = 0; f < found; f++) {
                    int item = first + places[f];
                    if (request.mayList(j, item)) {
                        request.lists().offer(j, item, logits[row + places[f]]);
                    }
                }
            }
        }

        private void offerProducts(Request request, int first, float[] logits, float[] exposures, int from, int to) {
            int width = Math.min(BLOCK, items - first);
            for (int j = from; j < to; j++) {
                int row = (j - from) * LogitSource.STRIDE;
                float threshold = request.lists().threshold(j);
                int found = kernels.bothAbove(logits, exposures, row, row + width, Weighting.necessaryLogit(threshold), places);
                for (int f = 0; f < found; f++) {
                    int item = first + places[f];
                    float score = Weighting.product(logits[row + places[f]], exposures[row + places[f]]);
                    if (score > threshold && request.mayList(j, item)) {
                        request.lists().offer(j, item, score);
                    }
                }
            }
        }
    }
}
