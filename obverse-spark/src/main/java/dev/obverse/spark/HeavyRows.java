package dev.obverse.spark;

import dev.obverse.core.Interactions;
import java.io.Serializable;
import java.util.Comparator;
import java.util.stream.IntStream;

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

    /** Returns these rows and behind them others. */
    HeavyRows plus(HeavyRows other) {
        Interactions.Builder all = new Interactions.Builder(users.length + other.users.length);
        addTo(all);
        other.addTo(all);
        return of(all.build());
    }

    private void addTo(Interactions.Builder all) {
        for (int row = 0; row < users.length; row++) {
            all.add(users[row], items[row], labels[row]);
        }
    }

    /** Returns the rows by user and item, so that they do not tell in which order blocks came in. */
    HeavyRows sorted() {
        int[] order = IntStream.range(0, users.length).boxed()
                .sorted(Comparator.<Integer>comparingInt(row -> users[row]).thenComparingInt(row -> items[row]))
                .mapToInt(Integer::intValue).toArray();
        return of(interactions().select(order));
    }

    Interactions interactions() {
        return Interactions.of(users, items, labels);
    }
}
