package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import java.util.Arrays;

/**
 * What a run trains on and is judged by.
 *
 * @param train rows of all three labels, ids in 0..users-1 and 0..items-1
 * @param valid labelled rows that pick the best epoch; may be empty, and may have unknown ids
 * @param users how many users training knows
 * @param items how many items training knows
 */
public record TrainingData(Interactions train, Interactions valid, int users, int items) {
    /**
     * Checks that there is something to learn.
     *
     * @throws InvalidInputException if the training rows lack a POSITIVE or a NEGATIVE label
     */
    public TrainingData {
        int positives = train.count(Label.POSITIVE);
        int negatives = train.count(Label.NEGATIVE);
        if (positives == 0 || negatives == 0) {
            throw new InvalidInputException("training needs rows of both labels, but of " + train.size() + " rows " + positives
                    + " are POSITIVE and " + negatives + " NEGATIVE: check the label predicates");
        }
        for (int row = 0; row < valid.size(); row++) {
            if (valid.user(row) >= users || valid.item(row) >= items || valid.label(row) == Label.UNLABELED_CODE) {
                throw new IllegalArgumentException("validation row " + row + " is unlabeled, or has an id that is not among " + users
                        + " users and " + items + " items");
            }
        }
        for (int row = 0; row < train.size(); row++) {
            if (train.user(row) < 0 || train.user(row) >= users || train.item(row) < 0 || train.item(row) >= items) {
                throw new IllegalArgumentException("training row " + row + " has an id outside " + users + " users and " + items + " items");
            }
        }
    }

    /** Returns how many labelled rows of each user, or of each item, there are in training. */
    int[] labelCounts(boolean ofUsers, boolean positiveOnly) {
        int[] counts = new int[ofUsers ? users : items];
        for (int row = 0; row < train.size(); row++) {
            byte label = train.label(row);
            if (label == Label.POSITIVE_CODE || (label == Label.NEGATIVE_CODE && !positiveOnly)) {
                counts[ofUsers ? train.user(row) : train.item(row)]++;
            }
        }
        return counts;
    }

    /** Returns the share of positives among the labelled training rows. */
    public double positiveShare() {
        double positives = Arrays.stream(labelCounts(true, true)).sum();
        return positives / Arrays.stream(labelCounts(true, false)).sum();
    }
}
