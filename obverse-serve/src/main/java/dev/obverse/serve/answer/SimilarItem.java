package dev.obverse.serve.answer;

/**
 * An item that is like another one.
 *
 * @param item external id
 * @param cosine of the two items' rows of the embedding table, in -1..1
 */
public record SimilarItem(String item, double cosine) {}
