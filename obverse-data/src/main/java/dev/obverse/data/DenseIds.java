package dev.obverse.data;

import dev.obverse.core.Interactions;
import dev.obverse.core.metric.Evaluation;
import java.util.Arrays;

/**
 * From temporary numbers to dense ids: 0, 1, ... for those that training has, in order of first appearance; for others a negative
 * number each, -2, -3, ..., in order of first appearance as well: -1 is never given out, for metrics take every row with it for a different user.
 */
final class DenseIds {
    static final int FIRST_UNKNOWN = Evaluation.UNKNOWN_USER - 1;
    private static final int UNSEEN = Integer.MIN_VALUE;

    private final int[] dense;
    private int known;
    private int unknown;

    /** Starts with no id known. */
    DenseIds(int size) {
        dense = new int[size];
        Arrays.fill(dense, UNSEEN);
    }

    /** Starts with the dense ids of a vocabulary of so many ids, -1 for what it does not have. */
    DenseIds(int[] lookedUp, int known) {
        dense = lookedUp.clone();
        for (int i = 0; i < dense.length; i++) {
            dense[i] = dense[i] == Interactions.UNKNOWN ? UNSEEN : dense[i];
        }
        this.known = known;
    }

    /** Returns the dense id of a training row's number. */
    int learn(int number) {
        if (dense[number] == UNSEEN) {
            dense[number] = known++;
        }
        return dense[number];
    }

    /** Learns every number that has a place in a catalogue, in the order of the catalogue. */
    void learnAll(int[] places) {
        int[] numberAt = new int[Arrays.stream(places).max().orElse(-1) + 1];
        Arrays.fill(numberAt, UNSEEN);
        for (int number = 0; number < places.length; number++) {
            if (places[number] >= 0) {
                numberAt[places[number]] = number;
            }
        }
        for (int number : numberAt) {
            if (number != UNSEEN) {
                learn(number);
            }
        }
    }

    /** Returns the dense id of another row's number: negative if training does not have it. */
    int find(int number) {
        if (dense[number] == UNSEEN) {
            dense[number] = FIRST_UNKNOWN - unknown++;
        }
        return dense[number];
    }

    int known() {
        return known;
    }

    int[] array() {
        return dense;
    }

    /** Puts dense ids in the place of temporary numbers and returns how many distinct items are unknown. */
    static long replace(PartRows part, DenseIds users, DenseIds items) {
        boolean[] unknown = new boolean[items.dense.length];
        long distinct = 0;
        for (int row = 0; row < part.size(); row++) {
            int number = part.item(row);
            int item = items.find(number);
            if (item < 0 && !unknown[number]) {
                unknown[number] = true;
                distinct++;
            }
            part.ids(row, users.find(part.user(row)), Math.max(item, Interactions.UNKNOWN));
        }
        return distinct;
    }
}
