package dev.obverse.data;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;

/** The rows of one part while they are collected. */
final class PartRows {
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final int[] users;
    private final int[] items;
    private final byte[] labels;
    private int size;

    /** Makes room for exactly so many rows. */
    PartRows(long rows) {
        if (rows > MOST) {
            throw new InvalidInputException("a part of the log has " + rows + " pairs and one machine holds " + MOST
                    + " of them; train on Spark, or on a sample");
        }
        users = new int[(int) rows];
        items = new int[(int) rows];
        labels = new byte[(int) rows];
    }

    void add(int user, int item, byte label) {
        users[size] = user;
        items[size] = item;
        labels[size++] = label;
    }

    int size() {
        return size;
    }

    int user(int row) {
        return users[row];
    }

    int item(int row) {
        return items[row];
    }

    void ids(int row, int user, int item) {
        users[row] = user;
        items[row] = item;
    }

    byte[] labels() {
        return labels;
    }

    /** Returns the rows; the arrays are handed over. */
    Interactions interactions() {
        return Interactions.of(users, items, labels);
    }
}
