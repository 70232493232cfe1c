package dev.obverse.core.rank;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Factorization;

/** Ranks items by how many POSITIVE training rows they have, alike for every user: the control that a ranking must beat. */
public final class Popularity implements Factorization {
    private final int[] positives;

    private Popularity(int[] positives) {
        this.positives = positives;
    }

    /** Counts the positives of each of the items 0..items-1. */
    public static Popularity of(Interactions train, int items) {
        int[] positives = new int[items];
        for (int row = 0; row < train.size(); row++) {
            positives[train.item(row)] += train.label(row) == Label.POSITIVE_CODE ? 1 : 0;
        }
        return new Popularity(positives);
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public void query(int user, float[] into, int at) {
        into[at] = 1f;
    }

    @Override
    public void item(int item, float[] into, int at) {
        into[at] = positives[item];
    }
}
