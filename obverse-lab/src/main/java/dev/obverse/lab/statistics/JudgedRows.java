package dev.obverse.lab.statistics;

import java.util.Map;

/**
 * The rows of a slice that its cells are judged by.
 *
 * @param users the user of each row, one int for one user in every slice of the data set
 * @param positive whether each row is POSITIVE
 * @param floors the logits of each floor, by its name
 */
public record JudgedRows(int[] users, boolean[] positive, Map<String, double[]> floors) {}
