package dev.obverse.core.annotate;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.annotate.Reason.Neighbour;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.rank.ItemLikeness;
import dev.obverse.core.train.ShrunkRates;
import dev.obverse.core.train.TrainingData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reason of a pair in the training rows of a model. Safe for any number of threads. Memory: some bytes for each user, item and
 * training row. Cost of a pair: a short product for each of the user's labels.
 */
public final class Reasons {
    private final TrainingHistory history;
    private final ShrunkRates rates;
    private final int[] userLabels;
    private final int[] itemLabels;
    private final @Nullable ItemLikeness likeness;

    /**
     * Counts the labels of a recommender's history.
     *
     * @throws dev.obverse.core.InvalidInputException if it was left out
     */
    public Reasons(Recommender recommender, Kernels kernels) {
        int users = recommender.users().size();
        int items = recommender.items().size();
        history = recommender.history();
        rates = ShrunkRates.of(new TrainingData(history.interactions(), Interactions.empty(), users, items));
        userLabels = new int[users];
        itemLabels = new int[items];
        for (int user = 0; user < users; user++) {
            for (int at = (int) history.offsets()[user]; at < history.offsets()[user + 1]; at++) {
                if (history.labels()[at] != Label.UNLABELED_CODE) {
                    userLabels[user]++;
                    itemLabels[history.items()[at]]++;
                }
            }
        }
        likeness = ItemLikeness.of(recommender.model().labels(), items, kernels);
    }

    /** Returns how alike items are, or null for a backbone without a table of items. */
    public @Nullable ItemLikeness likeness() {
        return likeness;
    }

    /** Returns the reason of a pair, by dense ids; a negative one is unknown. */
    public Reason of(int user, int item) {
        return new Reason(rates.user(user), user < 0 ? 0 : userLabels[user], rates.item(item), item < 0 ? 0 : itemLabels[item],
                closest(user, item));
    }

    /** Keeps the best few in order; of equally close items the one that came first in training stands first. */
    private List<Neighbour> closest(int user, int item) {
        List<Neighbour> best = new ArrayList<>(Annotator.CLOSEST + 1);
        if (user < 0 || item < 0 || likeness == null) {
            return best;
        }
        for (int at = (int) history.offsets()[user]; at < history.offsets()[user + 1]; at++) {
            int other = history.items()[at];
            byte label = history.labels()[at];
            // Most of the labels are not worth an exact cosine.
            if (label != Label.UNLABELED_CODE && other != item && likeness.cosineAtMost(item, other) > worst(best)) {
                insert(best, new Neighbour(other, label == Label.POSITIVE_CODE, likeness.cosine(item, other)));
            }
        }
        return best;
    }

    private static double worst(List<Neighbour> best) {
        return best.size() < Annotator.CLOSEST ? Double.NEGATIVE_INFINITY : best.get(best.size() - 1).cosine();
    }

    private static void insert(List<Neighbour> best, Neighbour one) {
        int place = best.size();
        while (place > 0 && best.get(place - 1).cosine() < one.cosine()) {
            place--;
        }
        if (place < Annotator.CLOSEST) {
            best.add(place, one);
        }
        if (best.size() > Annotator.CLOSEST) {
            best.remove(Annotator.CLOSEST);
        }
    }
}
