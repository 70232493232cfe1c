package dev.obverse.core.rank;

import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;

/**
 * Ranks the items of a model for requests that may come from any number of threads at once: each call is computed by its caller, and its
 * lists do not depend on what else is asked. Requests that are given together share the way over the items, and cost little more than one.
 */
public sealed interface ItemRanker permits Catalogue, Shortlist {
    /**
     * Ranks for all of the requests.
     *
     * @param requests one for each list
     * @param count how many of them
     * @param into the lists, in the order of the requests; for nobody else at the same time
     * @throws dev.obverse.core.InvalidInputException if a request needs an exposure head that the model has not
     */
    void rank(TopRequest[] requests, int count, TopLists into);

    /**
     * Prepares to rank by a model, as its parameters are now, over items 0..items-1: exactly where its logit is an inner product or the items
     * are few, by exact scores of a shortlist elsewhere.
     *
     * @param workers share the preparation; they are not kept
     */
    static ItemRanker of(RecommenderModel model, int items, Kernels kernels, Workers workers) {
        boolean exact = items <= Shortlist.CANDIDATES || model.labels().factorization() != null || model.labels().linearization() == null;
        return exact ? Catalogue.of(model, items, kernels, workers) : Shortlist.of(model, items, kernels, workers);
    }
}
