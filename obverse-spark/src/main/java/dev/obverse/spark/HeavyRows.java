package dev.obverse.spark;

import dev.obverse.core.Interactions;
import java.io.Serializable;

/** The training rows of heavy users, of one block or of all. */
record HeavyRows(int[] users, int[] items, byte[] labels) implements Serializable {
    static HeavyRows in(UserBlock block) {
        return of(select(block.train(), block.sharedUsers()));
    }

    static HeavyRows of(Interactions rows) {
        byte[] labels = new byte[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.label(row);
        }
        return new HeavyRows(rows.users(), rows.items(), labels);
    }

    private static Interactions select(Interactions rows, int sharedUsers) {
        Interactions.Builder heavy = new Interactions.Builder(0);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.user(row) < sharedUsers) {
                heavy.add(rows.user(row), rows.item(row), rows.label(row));
            }
        }
        return heavy.build();
    }

    /** Puts the rows of all blocks together, in their order. */
    static HeavyRows together(Iterable<HeavyRows> parts) {
        Interactions.Builder all = new Interactions.Builder(0);
        for (HeavyRows part : parts) {
            for (int row = 0; row < part.users.length; row++) {
                all.add(part.users[row], part.items[row], part.labels[row]);
            }
        }
        return of(all.build());
    }

    Interactions interactions() {
        return Interactions.of(users, items, labels);
    }
}
