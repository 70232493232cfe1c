package dev.obverse.spark;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.sample.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Scores the rows of a partition in windows of 1,024. A row comes with the id of its item and the values of its user behind its own columns, null
 * where they are unknown; it leaves with logit and probability in their place.
 */
final class Scoring implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private static final int WINDOW = 1024;

    private final Broadcast<ItemSide> items;
    private final int columns;
    private final boolean priorForUnknown;

    /**
     * Sets it up.
     *
     * @param columns how many columns of their own the rows have
     * @param priorForUnknown whether an unknown id is scored by the terms that are known; else the row gets NaN
     */
    Scoring(Broadcast<ItemSide> items, int columns, boolean priorForUnknown) {
        this.items = items;
        this.columns = columns;
        this.priorForUnknown = priorForUnknown;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Scored(rows, items.value().kernels());
    }

    private final class Scored implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final ItemSide.Window window;
        private final Pass pass;
        private final Batch batch = new Batch(WINDOW);
        private final Queue<Row> ready = new ArrayDeque<>();

        Scored(Iterator<Row> rows, Kernels kernels) {
            this.rows = rows;
            this.window = items.value().window(WINDOW, kernels);
            this.pass = window.model().labels().pass(WINDOW);
        }

        @Override
        public boolean hasNext() {
            if (ready.isEmpty()) {
                score();
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all rows have been scored");
            }
            return ready.remove();
        }

        private void score() {
            List<Row> some = new ArrayList<>(WINDOW);
            batch.clear();
            while (rows.hasNext() && some.size() < WINDOW) {
                Row row = rows.next();
                add(row, some.size());
                some.add(row);
            }
            if (some.isEmpty()) {
                return;
            }
            float[] logits = pass.logits(batch);
            for (int i = 0; i < some.size(); i++) {
                boolean known = batch.users()[i] >= 0 && batch.items()[i] >= 0;
                ready.add(extended(some.get(i), known || priorForUnknown ? logits[i] : Double.NaN));
            }
        }

        private void add(Row row, int slot) {
            int item = items.value().ids().indexOf(row.isNullAt(columns) ? null : row.getString(columns));
            int user = Interactions.UNKNOWN;
            if (!row.isNullAt(columns + 1)) {
                window.tables().putUser(slot, UserRows.floats(row.getAs(columns + 1)));
                user = slot;
            }
            batch.add(user, item, Label.UNLABELED_CODE);
        }

        private Row extended(Row row, double logit) {
            Object[] values = new Object[columns + 2];
            for (int c = 0; c < columns; c++) {
                values[c] = row.get(c);
            }
            values[columns] = logit;
            values[columns + 1] = Logistic.sigmoid(logit);
            return RowFactory.create(values);
        }
    }
}
