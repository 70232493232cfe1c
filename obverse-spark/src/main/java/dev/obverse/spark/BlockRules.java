package dev.obverse.spark;

import java.io.Serializable;

/**
 * How rows become pairs.
 *
 * @param userCol name of the user column, for sentences
 * @param itemCol name of the item column
 * @param labelCol name of the label column
 * @param timed whether the latest label of a pair counts
 * @param validationFraction share of the labelled pairs that validate, besides those that a column marks
 * @param seed what they are drawn by
 */
record BlockRules(String userCol, String itemCol, String labelCol, boolean timed, double validationFraction, long seed) implements Serializable {}
