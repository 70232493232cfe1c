package dev.obverse.core.rank;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.fold.MovieLens100K;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How many of the exact best items of a trained NeuMF are among so many candidates of its linearization, of all 1,682 items of MovieLens-100K. It
 * prints the table of docs/performance.md.
 */
final class ShortlistOnMovieLensTest {
    private static final Map<Integer, Double> FLOORS = Map.of(20, 0.75, 40, 0.95, 80, 0.99);
    private static final int STEP = 7;

    private final Kernels kernels = KernelProviders.choose();

    private RecommenderModel trained() {
        Interactions rows = MovieLens100K.together(MovieLens100K.byUser());
        TrainingConfig config = TrainingConfig.of(Map.of("backbone", "neumf", "dim", "16", "bias", "prior", "epochs", "4", "patience", "0"));
        TrainingData data = new TrainingData(
                rows, MovieLens100K.part(rows, 0, 1000), MovieLens100K.USERS, MovieLens100K.ITEMS);
        return new Trainer(config, kernels, 2).train(data, TrainingListener.NONE).model();
    }

    @Test
    void aFewTimesAsManyCandidatesHoldNearlyAllOfTheBest() {
        RecommenderModel model = trained();
        TopItems exact = TopItems.of(model, MovieLens100K.ITEMS, kernels, Workers.none());
        TopItems near = TopItems.of(
                requireNonNull(model.labels().linearization()), MovieLens100K.ITEMS, kernels, Workers.none());
        int[] users = IntStream.iterate(0, user -> user < MovieLens100K.USERS, user -> user + STEP).toArray();
        TopLists best = new TopLists();
        TopLists candidates = new TopLists();
        exact.rank(users, users.length, 10, Weighting.LIKE, null, best);
        for (int count : List.of(10, 20, 40, 80, 160)) {
            near.rank(users, users.length, count, Weighting.LIKE, null, candidates);
            double recall = IntStream.range(0, users.length).mapToDouble(j -> recall(best, candidates, j)).average().orElseThrow();
            System.out.printf(Locale.ROOT, "recall of the best 10 among %d candidates of %d: %.4f%n", count, MovieLens100K.ITEMS, recall);
            assertThat(recall).isGreaterThanOrEqualTo(FLOORS.getOrDefault(count, 0.0));
        }
    }

    private static double recall(TopLists best, TopLists candidates, int j) {
        Set<Integer> found = new HashSet<>();
        IntStream.range(0, candidates.size(j)).forEach(place -> found.add(candidates.item(j, place)));
        return IntStream.range(0, best.size(j)).filter(place -> found.contains(best.item(j, place))).count() / (double) best.size(j);
    }
}
