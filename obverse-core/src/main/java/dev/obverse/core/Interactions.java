package dev.obverse.core;

import java.util.Arrays;
import java.util.Objects;

/**
 * Rows of a log in dense ids: row r says that user {@code user(r)} and item {@code item(r)} have label {@code label(r)}. Held as
 * three primitive arrays, nine bytes a row. An id below 0 is unknown to training, whose own rows have none: an unknown item is {@link #UNKNOWN}, an
 * unknown user has a number of its own from -2 down, so that metrics by user can tell them apart, or -1 where nobody can.
 */
public final class Interactions {
    /** The dense id of an item that is in no training row, and of a user of whom nothing is known. */
    public static final int UNKNOWN = -1;

    private static final int LABELS = Label.UNLABELED_CODE + 1;
    private static final Interactions EMPTY = new Interactions(new int[0], new int[0], new byte[0]);

    private final int[] users;
    private final int[] items;
    private final byte[] labels;

    private Interactions(int[] users, int[] items, byte[] labels) {
        this.users = users;
        this.items = items;
        this.labels = labels;
    }

    /**
     * Wraps three arrays of one length without copying them; the caller gives them up.
     *
     * @throws IllegalArgumentException if the lengths differ, or a label is none
     */
    public static Interactions of(int[] users, int[] items, byte[] labels) {
        if (users.length != items.length || users.length != labels.length) {
            throw new IllegalArgumentException("users, items and labels differ in length: "
                    + users.length + ", " + items.length + ", " + labels.length);
        }
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0 || labels[row] >= LABELS) {
                throw new IllegalArgumentException("row " + row + " has label " + labels[row] + ", which is the code of none");
            }
        }
        return new Interactions(users, items, labels);
    }

    /** Returns the interactions of no row. */
    public static Interactions empty() {
        return EMPTY;
    }

    /** Returns the number of rows. */
    public int size() {
        return users.length;
    }

    /** Returns the dense user id of a row, below 0 for a user whom training has never seen. */
    public int user(int row) {
        return users[row];
    }

    /** Returns the dense item id of a row, or {@link #UNKNOWN}. */
    public int item(int row) {
        return items[row];
    }

    /** Returns the {@link Label#code()} of a row. */
    public byte label(int row) {
        return labels[row];
    }

    /** Returns the dense user id of every row. Not a copy. */
    public int[] users() {
        return users;
    }

    /** Returns the dense item id of every row. Not a copy. */
    public int[] items() {
        return items;
    }

    /**
     * Returns, for every row, whether it is POSITIVE or NEGATIVE.
     *
     * @throws IllegalArgumentException if one is UNLABELED: it is neither
     */
    public boolean[] positives() {
        boolean[] positives = new boolean[size()];
        for (int row = 0; row < positives.length; row++) {
            if (labels[row] == Label.UNLABELED_CODE) {
                throw new IllegalArgumentException("row " + row + " is UNLABELED, neither POSITIVE nor NEGATIVE: select the labelled rows");
            }
            positives[row] = labels[row] == Label.POSITIVE_CODE;
        }
        return positives;
    }

    /** Returns how many rows have this label. */
    public int count(Label label) {
        int count = 0;
        for (byte code : labels) {
            count += code == label.code() ? 1 : 0;
        }
        return count;
    }

    /** Returns the rows that are POSITIVE or NEGATIVE, in order. */
    public int[] labelledRows() {
        return rows(true);
    }

    /** Returns the rows that are UNLABELED, in order. */
    public int[] unlabeledRows() {
        return rows(false);
    }

    private int[] rows(boolean labelled) {
        int[] rows = new int[size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if ((labels[row] != Label.UNLABELED_CODE) == labelled) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** Returns a copy that holds the given rows, in the given order. */
    public Interactions select(int[] rows) {
        Builder chosen = new Builder(rows.length);
        for (int row : rows) {
            chosen.add(users[row], items[row], labels[row]);
        }
        return chosen.build();
    }

    /** Collects rows one by one into growing arrays. */
    public static final class Builder {
        /** The longest array that a JVM gives. */
        private static final int MOST_ROWS = Integer.MAX_VALUE - 8;

        private int[] users;
        private int[] items;
        private byte[] labels;
        private int size;

        /** Starts with room for so many rows; grows past it. */
        public Builder(int expectedRows) {
            users = new int[expectedRows];
            items = new int[expectedRows];
            labels = new byte[expectedRows];
        }

        /** Adds one row; the label as its {@link Label#code()}. */
        public Builder add(int user, int item, byte label) {
            Objects.checkIndex(label, LABELS);
            if (size == users.length) {
                if (size == MOST_ROWS) {
                    throw new InvalidInputException("there are more rows than one array of this machine holds (2^31): train on Spark (obverse-spark)");
                }
                int capacity = (int) Math.min(MOST_ROWS, Math.max(16, size * 3L / 2));
                users = Arrays.copyOf(users, capacity);
                items = Arrays.copyOf(items, capacity);
                labels = Arrays.copyOf(labels, capacity);
            }
            users[size] = user;
            items[size] = item;
            labels[size++] = label;
            return this;
        }

        /** Returns the rows added so far; the arrays are handed over when they are exactly full. */
        public Interactions build() {
            boolean full = size == users.length;
            return new Interactions(
                    full ? users : Arrays.copyOf(users, size),
                    full ? items : Arrays.copyOf(items, size),
                    full ? labels : Arrays.copyOf(labels, size));
        }
    }
}
