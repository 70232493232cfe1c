package dev.obverse.serve.feedback;

/**
 * What became of feedback: it is on disk.
 *
 * @param accepted how many rows were written by this call; 0 for a duplicate
 * @param duplicate whether the rows were written before under the same key
 */
public record Receipt(int accepted, boolean duplicate) {}
