package dev.obverse.core.rank;

/**
 * How good the first items of the users' lists are; see {@link HeldOut#judge} for what is counted. NaN without a user.
 *
 * @param cut how long the lists were, k
 * @param users how many users were judged
 * @param recall mean over users of the share of their held-out positives that is in their list
 * @param ndcg mean over users of the normalized discounted cumulative gain of their list
 * @param coverage distinct items in all lists, over the items of the catalogue
 */
public record TopMetrics(int cut, int users, double recall, double ndcg, double coverage) {}
