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
 * <p>Requests go together over the items in blocks ({@link Walk}). Where the backbone's logit is an inner product, products of matrices of
 * whole numbers bound the logits of a block, a vector of bounds at a time is compared with the score of the request's n-th best so far, and only
 * what exceeds it is computed exactly. Elsewhere the logits come from the backbone's forward pass. Ranking by both heads, a pair is looked at
 * only if either probability alone exceeds the n-th best product.
 *
 * <p>Of one score, the smaller item is the better one. An item whose logit is NaN or negative infinity is in no list. The other requests of a
 * call, and other calls, change no bit of a list. Memory: the item table once and a quarter more, and for each thread some kilobytes a
 * request.
 */
public final class Catalogue implements ItemRanker {
    private final int items;
    private final LogitSource labels;
    private final @Nullable LogitSource exposure;
    private final Queue<Walk> idle = new ConcurrentLinkedQueue<>();

    private Catalogue(int items, LogitSource labels, @Nullable LogitSource exposure) {
        this.items = items;
        this.labels = labels;
        this.exposure = exposure;
    }

    /** Lays out the items 0..items-1 of a model, as its parameters are now; the workers share that and are not kept. */
    public static Catalogue of(RecommenderModel model, int items, Kernels kernels, Workers workers) {
        Backbone second = model.exposure();
        return new Catalogue(
                items, source(model.labels(), RecommenderModel::labels, items, kernels, workers),
                second == null ? null : source(second, RecommenderModel::exposure, items, kernels, workers));
    }

    /** Lays out items 0..items-1 that are ranked by inner products. */
    public static Catalogue of(Factorization factors, int items, Kernels kernels, Workers workers) {
        return new Catalogue(items, new FactorizedLogits(factors, folded -> null, items, kernels, workers), null);
    }

    /** Lays out the items of a model whose first head is ranked by what {@link Backbone#linearization()} makes of it. */
    static Catalogue linearized(RecommenderModel model, Factorization factors, int items, Kernels kernels, Workers workers) {
        Backbone second = model.exposure();
        return new Catalogue(
                items,
                new FactorizedLogits(factors, folded -> folded.labels().linearization(), items, kernels, workers),
                second == null ? null : source(second, RecommenderModel::exposure, items, kernels, workers));
    }

    private static LogitSource source(
            Backbone backbone, Function<RecommenderModel, @Nullable Backbone> head, int items, Kernels kernels, Workers workers) {
        Factorization factors = backbone.factorization();
        return factors == null
                ? new PassLogits(backbone, head, items, kernels)
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
        Walk idler = idle.poll();
        Walk walk = idler == null ? new Walk(items, labels, exposure) : idler;
        walk.rank(requests, from, to, into);
        idle.add(walk);
    }
}
