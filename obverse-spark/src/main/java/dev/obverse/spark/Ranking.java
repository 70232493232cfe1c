package dev.obverse.spark;

import dev.obverse.core.Vocabulary;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.rank.TopItems;
import dev.obverse.core.rank.TopLists;
import dev.obverse.core.rank.Weighting;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The exact best n items of each user of a partition, by the engine's ranking, in batches of users. */
final class Ranking implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<ItemSide> items;
    private final int n;

    Ranking(Broadcast<ItemSide> items, int n) {
        this.items = items;
        this.n = n;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> users) {
        return users.hasNext() ? new Lists(users, items.value().kernels()) : users;
    }

    private final class Lists implements Iterator<Row> {
        private final Iterator<Row> users;
        private final ItemSide.Window window;
        private final TopItems top;
        private final TopLists lists = new TopLists();
        private final Vocabulary ids = items.value().ids().vocabulary();
        private final int[] slots = IntStream.range(0, TopItems.BATCH).toArray();
        private List<String> batch = new ArrayList<>();
        private int next;

        Lists(Iterator<Row> users, Kernels kernels) {
            this.users = users;
            this.window = items.value().window(TopItems.BATCH, kernels);
            this.top = TopItems.of(window.model(), ids.size(), kernels, Workers.none());
        }

        @Override
        public boolean hasNext() {
            return next < batch.size() || users.hasNext();
        }

        @Override
        public Row next() {
            if (next == batch.size()) {
                rank();
            }
            return RowFactory.create(batch.get(next), list(next++));
        }

        private void rank() {
            batch = new ArrayList<>();
            next = 0;
            while (users.hasNext() && batch.size() < slots.length) {
                Row user = users.next();
                window.tables().putUser(batch.size(), UserRows.floats(user.getAs(UserRows.VALUES)));
                batch.add(user.getAs(UserRows.ID));
            }
            top.rank(slots, batch.size(), n, Weighting.LIKE, null, lists);
        }

        private Row[] list(int user) {
            return IntStream.range(0, lists.size(user))
                    .mapToObj(rank -> RowFactory.create(ids.id(lists.item(user, rank)), Logistic.sigmoid(lists.score(user, rank))))
                    .toArray(Row[]::new);
        }
    }
}
