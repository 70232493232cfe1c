package dev.obverse.spark.example;

import dev.obverse.core.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Spark's ALS, tuned on the validation rows. Explicit ALS fits the labels 1 and 0; implicit ALS (Hu, Koren and Volinsky, ICDM 2008) is given 1 and -1,
 * so that a NEGATIVE is a preference of 0 with as much confidence as a POSITIVE is one of 1. Rows that ALS cannot score get 0.
 *
 * @param train rows to fit, with the columns user, item and label (1 or 0)
 * @param valid rows to choose by
 */
record AlsGrid(Dataset<Row> train, Dataset<Row> valid) {
    private static final int[] RANKS = {4, 8, 16, 32};
    private static final double[] PENALTIES = {0.01, 0.03, 0.1, 0.3};
    private static final int[] IMPLICIT_RANKS = {8, 16, 32};
    private static final double[] IMPLICIT_PENALTIES = {0.1, 0.3, 1};
    private static final double[] CONFIDENCES = {1, 10};
    private static final int[] ITERATIONS = {5, 10, 20, 40};
    private static final int TUNED_ITERATIONS = 10;

    /** One setting of ALS; {@code confidence} counts for the implicit one alone. */
    record Candidate(boolean implicit, int rank, double penalty, double confidence, int iterations) {
        Candidate with(int otherIterations) {
            return new Candidate(implicit, rank, penalty, confidence, otherIterations);
        }

        String name() {
            return String.format(Locale.ROOT, "ALS %s, rank %d, regParam %.2f%s, maxIter %d", implicit ? "implicit" : "explicit", rank, penalty,
                    implicit ? String.format(Locale.ROOT, ", alpha %.0f", confidence) : "", iterations);
        }
    }

    /** What a training came to: AUC of the validation rows, and how long it took. */
    record Tried(Candidate candidate, double valid, double seconds, ALSModel model) {}

    /** What the grid of explicit ALS finds on MovieLens-1M, and its neighbour, which gets a little higher with as many iterations. */
    static final List<Candidate> FOUND = List.of(new Candidate(false, 4, 0.03, 1, 20), new Candidate(false, 8, 0.03, 1, 20));

    /** Tries the grid, then the best of it with other numbers of iterations; returns the best of these. */
    Tried tuned(boolean implicit) {
        List<Tried> grid = new ArrayList<>();
        for (int rank : implicit ? IMPLICIT_RANKS : RANKS) {
            for (double penalty : implicit ? IMPLICIT_PENALTIES : PENALTIES) {
                for (double confidence : implicit ? CONFIDENCES : new double[] {1}) {
                    grid.add(fit(new Candidate(implicit, rank, penalty, confidence, TUNED_ITERATIONS)));
                }
            }
        }
        return best(curve(best(grid).candidate()).stream().map(this::fit).toList());
    }

    /** Returns a candidate with every number of iterations. */
    static List<Candidate> curve(Candidate candidate) {
        return Arrays.stream(ITERATIONS).mapToObj(candidate::with).toList();
    }

    private static Tried best(List<Tried> of) {
        return of.stream().max(Comparator.comparingDouble(Tried::valid)).orElseThrow();
    }

    Tried fit(Candidate candidate) {
        Dataset<Row> rated = candidate.implicit() ? train.withColumn("label", functions.expr("2 * label - 1")) : train;
        ALS als = new ALS().setUserCol("user").setItemCol("item").setRatingCol("label").setRank(candidate.rank()).setRegParam(candidate.penalty())
                .setImplicitPrefs(candidate.implicit()).setAlpha(candidate.confidence()).setMaxIter(candidate.iterations()).setSeed(1)
                .setNumBlocks(2).setColdStartStrategy("nan");
        long start = System.nanoTime();
        ALSModel model = als.fit(rated);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Tried(candidate, Judge.of(model.transform(valid), "prediction").get(Metric.AUC), seconds, model);
    }
}
