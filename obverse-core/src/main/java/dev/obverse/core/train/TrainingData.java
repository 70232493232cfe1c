package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.sample.SeenItems;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a run trains on and is judged by.
 *
 * @param train rows of all three labels, ids in 0..users-1 and 0..items-1
 * @param valid labelled rows that pick the best epoch; may be empty, and may have unknown ids
 * @param users how many users training knows
 * @param items how many items training knows
 * @param earlier rows that the model was trained on before, none of a pair in {@code train}: training does not go over them again, but they are
 *     no unexposed pairs, and they count in the rates of users and items
 */
public record TrainingData(Interactions train, Interactions valid, int users, int items, Interactions earlier) {
    /**
     * Checks that the ids fit.
     *
     * @throws IllegalArgumentException if one does not
     */
    public TrainingData {
        for (int row = 0; row < valid.size(); row++) {
            if (valid.user(row) >= users || valid.item(row) >= items || valid.label(row) == Label.UNLABELED_CODE) {
                throw new IllegalArgumentException("validation row " + row + " is unlabeled, or has an id that is not among " + users
                        + " users and " + items + " items");
            }
        }
        requireKnown(train, users, items);
        requireKnown(earlier, users, items);
    }

    /** What a run from the start trains on. */
    public TrainingData(Interactions train, Interactions valid, int users, int items) {
        this(train, valid, users, items, Interactions.empty());
    }

    /**
     * Checks that there is something to learn. A whole run needs that; one machine's share of the rows need not have it.
     *
     * @throws InvalidInputException if the training rows lack a POSITIVE or a NEGATIVE label
     */
    public void requireBothLabels() {
        int positives = train.count(Label.POSITIVE);
        int negatives = train.count(Label.NEGATIVE);
        if (positives == 0 || negatives == 0) {
            throw new InvalidInputException("training needs rows of both labels, but of " + train.size() + " rows " + positives
                    + " are POSITIVE and " + negatives + " NEGATIVE: check the label predicates");
        }
    }

    private static void requireKnown(Interactions rows, int users, int items) {
        for (int row = 0; row < rows.size(); row++) {
            if (rows.user(row) < 0 || rows.user(row) >= users || rows.item(row) < 0 || rows.item(row) >= items) {
                throw new IllegalArgumentException("training row " + row + " has an id outside " + users + " users and " + items + " items");
            }
        }
    }

    /**
     * Returns the same as more rows for a model that was trained on others before. A row of {@code train} replaces an older one of its pair; only a mere
     * view does not replace a label, as within one log, and is left out.
     */
    public TrainingData after(Interactions before) {
        requireKnown(before, users, items);
        SeenItems labelled = SeenItems.of(before.select(before.labelledRows()), users, items);
        Interactions more = without(train, row -> train.label(row) == Label.UNLABELED_CODE && labelled.contains(train.user(row), train.item(row)));
        SeenItems again = SeenItems.of(more, users, items);
        Interactions kept = without(before, row -> again.contains(before.user(row), before.item(row)));
        return new TrainingData(more, valid, users, items, kept);
    }

    private static Interactions without(Interactions rows, IntPredicate out) {
        int[] kept = IntStream.range(0, rows.size()).filter(out.negate()).toArray();
        return kept.length == rows.size() ? rows : rows.select(kept);
    }

    /** Returns every row that the model will have been trained on: the earlier ones, then {@code train}. */
    public Interactions all() {
        if (earlier.size() == 0) {
            return train;
        }
        Interactions.Builder all = new Interactions.Builder(rows());
        for (Interactions rows : List.of(earlier, train)) {
            for (int row = 0; row < rows.size(); row++) {
                all.add(rows.user(row), rows.item(row), rows.label(row));
            }
        }
        return all.build();
    }

    private int rows() {
        long rows = (long) earlier.size() + train.size();
        if (rows > EmbeddingTable.MOST_VALUES) {
            throw new InvalidInputException(String.format(Locale.ROOT,
                    "%,d rows with those of earlier runs are more than one array of this machine holds (2^31): train on Spark (obverse-spark)",
                    rows));
        }
        return (int) rows;
    }

    /** Returns the items that each user has a row with, earlier ones included. */
    public SeenItems seen() {
        return SeenItems.of(all(), users, items);
    }

    /** Returns how many of some rows are of a pair of which the model knows a label from before; to have been shown a pair gives nothing away. */
    public int alreadyKnown(Interactions rows) {
        SeenItems before = SeenItems.of(earlier.select(earlier.labelledRows()), users, items);
        return (int) IntStream.range(0, rows.size())
                .filter(row -> rows.user(row) >= 0 && rows.item(row) >= 0 && before.contains(rows.user(row), rows.item(row))).count();
    }

    /** Returns how many POSITIVE rows each user has in training, the earlier ones included. */
    int[] positivesOfUsers() {
        return counts(users, Interactions::users, false);
    }

    /** Returns how many labelled rows each user has in training, the earlier ones included. */
    int[] labelsOfUsers() {
        return counts(users, Interactions::users, true);
    }

    /** Returns how many POSITIVE rows each item has in training, the earlier ones included. */
    int[] positivesOfItems() {
        return counts(items, Interactions::items, false);
    }

    /** Returns how many labelled rows each item has in training, the earlier ones included. */
    int[] labelsOfItems() {
        return counts(items, Interactions::items, true);
    }

    private int[] counts(int size, Function<Interactions, int[]> ids, boolean negativesToo) {
        int[] counts = new int[size];
        for (Interactions rows : List.of(earlier, train)) {
            int[] idOf = ids.apply(rows);
            for (int row = 0; row < rows.size(); row++) {
                byte label = rows.label(row);
                if (label == Label.POSITIVE_CODE || (label == Label.NEGATIVE_CODE && negativesToo)) {
                    counts[idOf[row]]++;
                }
            }
        }
        return counts;
    }

    /** Returns the share of positives among the labelled training rows, the earlier ones included. */
    public double positiveShare() {
        double positives = (double) earlier.count(Label.POSITIVE) + train.count(Label.POSITIVE);
        return positives / (positives + earlier.count(Label.NEGATIVE) + train.count(Label.NEGATIVE));
    }
}
