package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.fold.FoldIn;
import dev.obverse.core.fold.FoldedUser;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A trained model with all that is needed to use it: the ids that it knows, the config that made it, the rows that it was trained on
 * (unless they were left out), and what is recorded of its origin. {@link ModelFile} writes and reads it.
 */
public final class Recommender {
    private final RecommenderModel model;
    private final TrainingConfig config;
    private final Vocabulary users;
    private final Vocabulary items;
    private final @Nullable TrainingHistory history;
    private final Map<String, String> provenance;
    private final Object folding = new Object();
    private @Nullable FoldIn prepared;

    /**
     * Puts a recommender together.
     *
     * @param model the trained model, with one embedding row for each user and each item
     * @param config what it was trained with
     * @param users external ids of users, by dense id
     * @param items external ids of items, by dense id
     * @param history the training rows, or null if they are not to be kept
     * @param provenance what else is recorded in the file, as JSON or plain text: census, metrics, data hashes, versions. Nothing of clock,
     *     host, path, threads or duration, so that the same run gives the same bytes
     */
    public Recommender(
            RecommenderModel model,
            TrainingConfig config,
            Vocabulary users,
            Vocabulary items,
            @Nullable TrainingHistory history,
            Map<String, String> provenance) {
        this.model = model;
        this.config = config;
        this.users = users;
        this.items = items;
        this.history = history;
        this.provenance = Map.copyOf(provenance);
    }

    /** Returns the model. */
    public RecommenderModel model() {
        return model;
    }

    /** Returns the config that it was trained with. */
    public TrainingConfig config() {
        return config;
    }

    /** Returns the ids of the users that training knew. */
    public Vocabulary users() {
        return users;
    }

    /** Returns the ids of the items that training knew. */
    public Vocabulary items() {
        return items;
    }

    /** Returns whether the training rows are in the model. */
    public boolean hasHistory() {
        return history != null;
    }

    /**
     * Returns the training rows.
     *
     * @throws InvalidInputException if they were left out
     */
    public TrainingHistory history() {
        if (history == null) {
            throw new InvalidInputException("this model was trained with --no-history, so it does not know which items a user has seen: "
                    + "train it without that option");
        }
        return history;
    }

    /**
     * Finds a user whom the model does not know from a handful of labels, without training; see {@link FoldIn}. The first call passes once over
     * the users of the model, so nobody may train it any more.
     *
     * @param labels by external item id; an item that the model does not know says something of the user's bias alone
     * @return the user, who scores and ranks by dense item id
     * @throws InvalidInputException if the backbone cannot
     */
    public FoldedUser foldIn(Map<String, Label> labels) {
        int[] rated = new int[labels.size()];
        byte[] codes = new byte[labels.size()];
        int at = 0;
        for (Map.Entry<String, Label> entry : new TreeMap<>(labels).entrySet()) {
            rated[at] = items.indexOf(entry.getKey());
            codes[at++] = entry.getValue().code();
        }
        return foldIn().user(rated, codes);
    }

    /** Returns what folds users in by dense item id, prepared once. */
    public FoldIn foldIn() {
        synchronized (folding) {
            if (prepared == null) {
                prepared = FoldIn.of(model, items.size());
            }
            return prepared;
        }
    }

    /** Returns what is recorded of the model's origin, by name, in order of the names. */
    public Map<String, String> provenance() {
        return new TreeMap<>(provenance);
    }
}
