package dev.obverse.core.rank;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Factorization;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All items of a model, laid out once to be ranked: exact, not approximate.
 *
 * <p>Requests go together over the items in blocks. The logits of a block come from a product of matrices where the backbone's logit is an
 * inner product, and from its forward pass elsewhere. Each row of logits is compared with the score of the request's n-th best so far, a
 * vector at a time, and only what exceeds it is looked at: of m items in random order, about n log(m / n). Ranking by both heads, a pair is
 * looked at only if either probability alone exceeds the n-th best product. For a few requests at a time, upper bounds from a table in bytes
 * come first, and the exact logits only of what they leave.
 *
 * <p>Of one score, the smaller item is the better one. An item whose logit is NaN or negative infinity is in no list. The other requests of a
 * call, and other calls, change no bit of a list. Memory: the item table once and a quarter more, and for each thread some kilobytes a
 * request.
 */
public final class Catalogue implements ItemRanker {
    private static final int BLOCK = LogitSource.BLOCK;

    private final Kernels kernels;
    private final int items;
    private final LogitSource labels;
    private final @Nullable LogitSource exposure;
    private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();

    private Catalogue(Kernels kernels, int items, LogitSource labels, @Nullable LogitSource exposure) {
        this.kernels = kernels;
        this.items = items;
        this.labels = labels;
        this.exposure = exposure;
    }

    /** Lays out the items 0..items-1 of a model, as its parameters are now; the workers share that and are not kept. */
    public static Catalogue of(RecommenderModel model, int items, Kernels kernels, Workers workers) {
        Backbone second = model.exposure();
        return new Catalogue(
                kernels, items, source(model.labels(), RecommenderModel::labels, items, kernels, workers),
                second == null ? null : source(second, RecommenderModel::exposure, items, kernels, workers));
    }

    /** Lays out items 0..items-1 that are ranked by inner products. */
    public static Catalogue of(Factorization factors, int items, Kernels kernels, Workers workers) {
        return new Catalogue(kernels, items, new FactorizedLogits(factors, folded -> null, items, kernels, workers), null);
    }

    /** Lays out the items of a model whose first head is ranked by what {@link Backbone#linearization()} makes of it. */
    static Catalogue linearized(RecommenderModel model, Factorization factors, int items, Kernels kernels, Workers workers) {
        Backbone second = model.exposure();
        return new Catalogue(
                kernels, items,
                new FactorizedLogits(factors, folded -> folded.labels().linearization(), items, kernels, workers),
                second == null ? null : source(second, RecommenderModel::exposure, items, kernels, workers));
    }

    private static LogitSource source(
            Backbone backbone, Function<RecommenderModel, @Nullable Backbone> head, int items, Kernels kernels, Workers workers) {
        Factorization factors = backbone.factorization();
        return factors == null
                ? new PassLogits(backbone, head, items)
                : new FactorizedLogits(factors, folded -> factorization(head.apply(folded)), items, kernels, workers);
    }

    private static @Nullable Factorization factorization(@Nullable Backbone backbone) {
        return backbone == null ? null : backbone.factorization();
    }

    @Override
    public void rank(TopRequest[] requests, int count, TopLists into) {
        begin(requests, count, into);
        rank(requests, 0, count, into);
    }

    /** Checks the requests and makes room for their lists. */
    void begin(TopRequest[] requests, int count, TopLists into) {
        for (int j = 0; j < count; j++) {
            if (requests[j].byProduct() && exposure == null) {
                throw new InvalidInputException("this model has no exposure head, so it cannot rank by exposure: "
                        + "rank by like, or train with exposure-epochs above 0");
            }
        }
        into.begin(requests, count, items);
    }

    /** Ranks for requests {@code from} to {@code to - 1}; others of the same lists may be ranked by other threads meanwhile. */
    void rank(TopRequest[] requests, int from, int to, TopLists into) {
        Scratch idler = idle.poll();
        Scratch scratch = idler == null ? new Scratch() : idler;
        scratch.rank(requests, from, to, into);
        idle.add(scratch);
    }

    /** What one thread works with. */
    private final class Scratch {
        private final LogitSource.Cursor like = labels.open();
        private final LogitSource.@Nullable Cursor exposed = exposure == null ? null : exposure.open();
        private final int[] places = new int[BLOCK];

        void rank(TopRequest[] requests, int from, int to, TopLists lists) {
            boolean products = false;
            for (int j = from; j < to; j++) {
                products |= requests[j].byProduct();
            }
            LogitSource.Cursor second = products ? exposed : null;
            like.begin(requests, from, to);
            if (second != null) {
                second.begin(requests, from, to);
            }
            for (int first = 0; first < items; first += BLOCK) {
                float[] likes = like.bounds(first / BLOCK);
                float[] exposures = second == null ? likes : second.bounds(first / BLOCK);
                for (int j = from; j < to; j++) {
                    if (second != null && requests[j].byProduct()) {
                        offerProducts(requests[j], j, j - from, lists, first, likes, second, exposures);
                    } else {
                        offerLikes(requests[j], j, j - from, lists, first, likes);
                    }
                }
            }
            for (int j = from; j < to; j++) {
                lists.finish(j);
            }
        }

        private void offerLikes(TopRequest request, int j, int own, TopLists lists, int first, float[] bounds) {
            int width = Math.min(BLOCK, items - first);
            int row = own * LogitSource.STRIDE;
            float threshold = lists.threshold(j);
            int found = kernels.above(bounds, row, row + width, threshold, places);
            for (int f = 0; f < found; f++) {
                int item = first + places[f];
                float score = like.logit(own, item, bounds[row + places[f]]);
                if (score > threshold && !request.without().test(item)) {
                    lists.offer(j, item, score);
                }
            }
        }

        private void offerProducts(
                TopRequest request, int j, int own, TopLists lists, int first, float[] bounds, LogitSource.Cursor second, float[] exposures) {
            int width = Math.min(BLOCK, items - first);
            int row = own * LogitSource.STRIDE;
            float threshold = lists.threshold(j);
            int found = kernels.bothAbove(bounds, exposures, row, row + width, Weighting.necessaryLogit(threshold), places);
            for (int f = 0; f < found; f++) {
                int item = first + places[f];
                float score = Weighting.product(
                        like.logit(own, item, bounds[row + places[f]]), second.logit(own, item, exposures[row + places[f]]));
                if (score > threshold && !request.without().test(item)) {
                    lists.offer(j, item, score);
                }
            }
        }
    }
}
