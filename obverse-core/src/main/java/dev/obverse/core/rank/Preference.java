package dev.obverse.core.rank;

import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.train.TrainingData;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which weighting a model ranks by unless it is told otherwise: the one with the better NDCG@10 of full rankings on the validation
 * positives, {@link Weighting#LIKE} where they are equal, where the model has no exposure head, and without validation positives.
 *
 * @param weighting the one that is preferred
 * @param metrics what both came to, empty where nothing was compared
 * @param users how many validation users have positives; the metrics say how many of them were ranked
 */
public record Preference(Weighting weighting, Map<Weighting, TopMetrics> metrics, int users) {
    /** Name of the entry of a model's metadata. */
    public static final String KEY = "weighting";

    private static final int CUT = 10;
    /** Users that are enough to tell the weightings apart. */
    private static final int ENOUGH = 5_000;
    /** Pairs that a backbone without inner products may score for it: a few seconds. */
    private static final int PAIRS = 4_000_000;
    private static final int FEWEST = 100;

    /** Copies the map, in the order of the weightings. */
    public Preference {
        Map<Weighting, TopMetrics> ordered = new EnumMap<>(Weighting.class);
        ordered.putAll(metrics);
        metrics = Collections.unmodifiableMap(ordered);
    }

    /** Lets the validation rows decide; with more users than are needed, by some of them, evenly spaced. */
    public static Preference of(RecommenderModel model, TrainingData data, Kernels kernels, Workers workers) {
        if (model.exposure() == null || data.valid().size() == 0) {
            return new Preference(Weighting.LIKE, Map.of(), 0);
        }
        HeldOut positives = HeldOut.of(data.valid(), data.seen());
        if (positives.users() == 0) {
            return new Preference(Weighting.LIKE, Map.of(), 0);
        }
        boolean cheap = model.labels().factorization() != null;
        HeldOut some = positives.sample(cheap ? ENOUGH : Math.max(FEWEST, Math.min(ENOUGH, PAIRS / data.items())));
        TopItems top = TopItems.of(model, data.items(), kernels, workers);
        Map<Weighting, TopMetrics> metrics = new EnumMap<>(Weighting.class);
        for (Weighting weighting : Weighting.values()) {
            metrics.put(weighting, some.judge(top, CUT, weighting));
        }
        boolean better = ndcg(metrics, Weighting.EXPOSURE) > ndcg(metrics, Weighting.LIKE);
        return new Preference(better ? Weighting.EXPOSURE : Weighting.LIKE, metrics, positives.users());
    }

    private static double ndcg(Map<Weighting, TopMetrics> metrics, Weighting weighting) {
        TopMetrics found = metrics.get(weighting);
        return found == null ? Double.NaN : found.ndcg();
    }

    /** Returns what a model file says, {@link Weighting#LIKE} where it says nothing. */
    public static Weighting of(Recommender recommender) {
        boolean exposure = Weighting.EXPOSURE.key().equals(recommender.provenance().get(KEY));
        return exposure && recommender.model().exposure() != null ? Weighting.EXPOSURE : Weighting.LIKE;
    }
}
