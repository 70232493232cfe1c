package dev.obverse.serve.answer;

/**
 * What the model says of a pair.
 *
 * @param user external id, as it was asked for
 * @param item external id, as it was asked for
 * @param logit log-odds that the user likes the item; of an unknown id the terms that are known
 * @param probability the same as a probability, in 0..1
 * @param knownUser whether the model knows the user
 * @param knownItem whether the model knows the item
 */
public record PairScore(String user, String item, float logit, double probability, boolean knownUser, boolean knownItem) {}
