package dev.obverse.core.model;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.sample.SeenItems;

/**
 * The training rows of each user, as compressed sparse rows: those of user u lie from {@code offsets[u]} to {@code offsets[u + 1]}. It
 * leaves seen items out of a ranking, and gives the reasons of an annotation, without the log.
 *
 * @param offsets users + 1 values, rising from 0
 * @param items the item of each row
 * @param labels the {@link Label#code()} of each row
 */
public record TrainingHistory(long[] offsets, int[] items, byte[] labels) {
    /**
     * Checks that the three arrays fit each other.
     *
     * @throws IllegalArgumentException if they do not
     */
    public TrainingHistory {
        boolean fits = offsets.length > 0 && offsets[0] == 0 && offsets[offsets.length - 1] == items.length && items.length == labels.length;
        for (int user = 1; fits && user < offsets.length; user++) {
            fits = offsets[user - 1] <= offsets[user];
        }
        for (int row = 0; fits && row < labels.length; row++) {
            fits = items[row] >= 0 && labels[row] >= Label.NEGATIVE_CODE && labels[row] <= Label.UNLABELED_CODE;
        }
        if (!fits) {
            throw new IllegalArgumentException("the offsets, items and labels of the history do not fit each other");
        }
    }

    /** Groups training rows by user; the rows of one user keep their order. */
    public static TrainingHistory of(Interactions train, int users) {
        long[] offsets = new long[users + 1];
        for (int row = 0; row < train.size(); row++) {
            offsets[train.user(row) + 1]++;
        }
        for (int user = 0; user < users; user++) {
            offsets[user + 1] += offsets[user];
        }
        int[] next = new int[users];
        int[] items = new int[train.size()];
        byte[] labels = new byte[train.size()];
        for (int row = 0; row < train.size(); row++) {
            int user = train.user(row);
            int at = (int) offsets[user] + next[user]++;
            items[at] = train.item(row);
            labels[at] = train.label(row);
        }
        return new TrainingHistory(offsets, items, labels);
    }

    /** Returns the rows again, ordered by user. */
    public Interactions interactions() {
        Interactions.Builder rows = new Interactions.Builder(items.length);
        for (int user = 0; user + 1 < offsets.length; user++) {
            for (int at = (int) offsets[user]; at < offsets[user + 1]; at++) {
                rows.add(user, items[at], labels[at]);
            }
        }
        return rows.build();
    }

    /** Returns the items that each user has a row with, out of a catalogue of so many. */
    public SeenItems seen(int catalogue) {
        return SeenItems.of(offsets, items, catalogue);
    }
}
