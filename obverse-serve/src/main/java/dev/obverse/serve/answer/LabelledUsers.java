package dev.obverse.serve.answer;

import dev.obverse.core.Label;
import dev.obverse.core.fold.FoldIn;
import dev.obverse.core.fold.FoldedUser;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Folds users in from their history, where there is one, and given labels. */
final class LabelledUsers {
    private final Recommender recommender;
    private final FoldIn foldIn;

    /** Passes once over the users of the model. */
    LabelledUsers(Recommender recommender) {
        this.recommender = recommender;
        this.foldIn = recommender.foldIn();
    }

    /**
     * What is known of a user.
     *
     * @param items dense ids, negative where unknown
     * @param labels the {@link Label#code()} of each
     * @param sorted the items in ascending order
     */
    record Rows(int[] items, byte[] labels, int[] sorted) {
        boolean contains(int item) {
            return Arrays.binarySearch(sorted, item) >= 0;
        }
    }

    /** Puts the history of a user (negative: nobody) and given labels together: the history in its order, then the labels by item id. */
    Rows rows(int user, Map<String, Label> given) {
        int[] own = new int[given.size()];
        byte[] ownLabels = new byte[own.length];
        int count = 0;
        for (Map.Entry<String, Label> entry : new TreeMap<>(given).entrySet()) {
            own[count] = recommender.items().indexOf(entry.getKey());
            ownLabels[count++] = entry.getValue().code();
        }
        int[] items = own;
        byte[] labels = ownLabels;
        if (user >= 0 && recommender.hasHistory()) {
            TrainingHistory history = recommender.history();
            int[] contradicted = sorted(own);
            int[] left = IntStream.range((int) history.offsets()[user], (int) history.offsets()[user + 1])
                    .filter(row -> Arrays.binarySearch(contradicted, history.items()[row]) < 0)
                    .toArray();
            items = new int[left.length + own.length];
            labels = new byte[items.length];
            for (int i = 0; i < left.length; i++) {
                items[i] = history.items()[left[i]];
                labels[i] = history.labels()[left[i]];
            }
            System.arraycopy(own, 0, items, left.length, own.length);
            System.arraycopy(ownLabels, 0, labels, left.length, own.length);
        }
        return new Rows(items, labels, sorted(items));
    }

    private static int[] sorted(int[] ids) {
        int[] sorted = ids.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Finds the user. */
    FoldedUser find(Rows rows) {
        return foldIn.user(rows.items(), rows.labels());
    }
}
