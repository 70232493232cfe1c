package dev.obverse.lab.result;

/**
 * One of the 15 bins of equal width of the predicted probability.
 *
 * @param rows how many rows fell into it, at least 1: an empty bin is left out
 * @param predicted mean predicted probability of POSITIVE
 * @param observed share of POSITIVE rows
 */
public record CalibrationBin(int rows, double predicted, double observed) {}
