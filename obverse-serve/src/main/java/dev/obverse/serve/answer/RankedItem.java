package dev.obverse.serve.answer;

/**
 * An item of a ranking.
 *
 * @param item external id
 * @param logit log-odds that the user likes the item, bit for bit what {@link ServedModel#score} says of the pair
 * @param probability the same as a probability, in 0..1
 * @param score what the list is in the order of; see {@link dev.obverse.core.rank.Weighting}
 */
public record RankedItem(String item, float logit, double probability, float score) {}
