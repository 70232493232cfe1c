package dev.obverse.serve.answer;

import dev.obverse.core.Label;
import dev.obverse.core.loss.InverseDualLoss;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the unlabeled views of which a model is most certain. Views are told apart by their row in the history, which orders those of one logit.
 * Memory: the views that are kept, whatever is looked through.
 */
final class ViewSearch {
    private final Recommender recommender;
    private final TrainingHistory history;
    private final PairLogits logits;
    private final long most;

    /** Looks through at most so many views of one search, evenly spaced. */
    ViewSearch(Recommender recommender, PairLogits logits, long most) {
        this.recommender = recommender;
        this.history = recommender.history();
        this.logits = logits;
        this.most = most;
    }

    /** Returns the n most certain views each way among those of users {@code from} to {@code to - 1}. */
    CertainViews find(int from, int to, int n) {
        long views = 0;
        for (int row = (int) history.offsets()[from]; row < history.offsets()[to]; row++) {
            views += history.labels()[row] == Label.UNLABELED_CODE ? 1 : 0;
        }
        long considered = Math.min(views, most);
        Chunk chunk = new Chunk((int) Math.max(1, Math.min(n, considered)));
        long view = 0;
        long taken = 0;
        for (int user = from; user < to; user++) {
            for (int row = (int) history.offsets()[user]; row < history.offsets()[user + 1]; row++) {
                // The k-th view that is considered is number k * views / considered.
                if (history.labels()[row] == Label.UNLABELED_CODE && view++ == taken * views / considered) {
                    taken++;
                    chunk.add(user, row);
                }
            }
        }
        chunk.score();
        return new CertainViews(views, considered, views(chunk.positive, from, to, 1), views(chunk.negative, from, to, -1));
    }

    /** Views on their way through the model. */
    private final class Chunk {
        private final Best positive;
        private final Best negative;
        private final int[] users = new int[PairLogits.CHUNK];
        private final int[] items = new int[PairLogits.CHUNK];
        private final int[] rows = new int[PairLogits.CHUNK];
        private int size;

        Chunk(int n) {
            positive = new Best(n);
            negative = new Best(n);
        }

        void add(int user, int row) {
            users[size] = user;
            items[size] = history.items()[row];
            rows[size++] = row;
            if (size == rows.length) {
                score();
            }
        }

        void score() {
            float[] scores = logits.of(Arrays.copyOf(users, size), Arrays.copyOf(items, size));
            for (int i = 0; i < size; i++) {
                positive.add(scores[i], rows[i]);
                negative.add(-scores[i], rows[i]);
            }
            size = 0;
        }
    }

    private List<CertainViews.View> views(Best best, int from, int to, int sign) {
        List<CertainViews.View> views = new ArrayList<>();
        for (int place = 0; place < best.size(); place++) {
            int row = best.row(place);
            float logit = sign * best.score(place);
            InverseDualLoss loss = InverseDualLoss.of(logit);
            views.add(new CertainViews.View(
                    recommender.users().id(userOf(row, from, to)), recommender.items().id(history.items()[row]), logit,
                    Logistic.sigmoid(logit), loss.positiveWeight(), loss.negativeWeight()));
        }
        return views;
    }

    /** Returns the user whose rows this one is among: the last who starts at it or before. */
    private int userOf(int row, int from, int to) {
        int low = from;
        int high = to - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (history.offsets()[middle] <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
