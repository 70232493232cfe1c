package dev.obverse.spark.example;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.spark.EpochSummary;
import dev.obverse.spark.InverseLearning;
import dev.obverse.spark.InverseLearningModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Spark's ALS, tuned over a small grid on the validation rows, and Obverse, on the same cluster, rows, labels and metrics. Explicit ALS fits the labels 1
 * and 0; implicit ALS (Hu, Koren and Volinsky, ICDM 2008) is given 1 and -1, so that a NEGATIVE is a preference of 0 with as much confidence as a
 * POSITIVE is one of 1. Rows that ALS cannot score get 0. Prints two tables; the second says how long each took to ALS's best validation AUC.
 *
 * <pre>
 *   CompareWithAls --data FILE --valid FILE --test FILE [--set param=value ...]
 * </pre>
 */
public final class CompareWithAls {
    private static final int[] RANKS = {8, 32};
    private static final double[] PENALTIES = {0.03, 0.1, 0.3};
    private static final double[] CONFIDENCES = {1, 10};
    private static final int[] ITERATIONS = {2, 5, 10, 20};
    private static final int TUNED_ITERATIONS = 10;

    private final Dataset<Row> train;
    private final Dataset<Row> valid;
    private final Dataset<Row> test;
    private final Dataset<Row> all;

    private CompareWithAls(Ratings ratings) {
        this.all = ratings.train().cache();
        this.train = all.filter("not valid").cache();
        this.valid = all.filter("valid").cache();
        this.test = ratings.test().cache();
        // All data in memory before any clock runs.
        for (Dataset<Row> part : List.of(all, train, valid, test)) {
            part.count();
        }
    }

    /** Runs it; exits with 2 and one sentence where the command line or the data are wrong. */
    public static void main(String[] args) throws IOException {
        try (SparkSession session = SparkSession.builder().appName("Obverse beside ALS").getOrCreate()) {
            Options options = new Options(args, List.of("data", "valid", "test"));
            String data = options.get("data");
            if (data == null || options.get("valid") == null || options.get("test") == null) {
                throw new InvalidInputException("give --data, --valid and --test");
            }
            new CompareWithAls(Ratings.read(session, data, options.get("valid"), options.get("test"))).run(options);
        } catch (InvalidInputException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** One setting of ALS. */
    private record Candidate(boolean implicit, int rank, double penalty, double confidence) {
        String name() {
            return String.format(Locale.ROOT, "ALS %s, rank %d, regParam %.2f%s",
                    implicit ? "implicit" : "explicit", rank, penalty, implicit ? String.format(Locale.ROOT, ", alpha %.0f", confidence) : "");
        }
    }

    /** What a training came to. */
    private record Tried(Candidate candidate, int iterations, double valid, double seconds, ALSModel model) {}

    private void run(Options options) {
        Tried warm = als(new Candidate(false, RANKS[0], PENALTIES[0], 1), 1);
        System.out.printf(Locale.ROOT, "warmed up in %.1f s%n%n| | valid AUC | test AUC | test GAUC | seconds |%n|---|---|---|---|---|%n", warm.seconds());
        Tried explicit = tuned(false);
        Tried implicit = tuned(true);
        Tried best = explicit.valid() >= implicit.valid() ? explicit : implicit;
        List<Ours> ours = List.of(
                ours("Obverse, GMF, method obverse", options.applyTo(estimator())),
                ours("Obverse, GMF, method ig", options.applyTo(estimator().setMethod("ig"))));
        System.out.printf(Locale.ROOT, "%n| to ALS's best validation AUC, %.4f | epochs or iterations | seconds |%n|---|---|---|%n", best.valid());
        System.out.printf(Locale.ROOT, "| %s | %d | %.1f |%n", best.candidate().name(), best.iterations(), best.seconds());
        ours.forEach(each -> each.printTimeTo(best.valid()));
    }

    private static InverseLearning estimator() {
        return new InverseLearning().setValidationCol("valid");
    }

    /** The best of the grid, with as many iterations as serve it best. */
    private Tried tuned(boolean implicit) {
        List<Tried> grid = new ArrayList<>();
        for (int rank : RANKS) {
            for (double penalty : PENALTIES) {
                for (double confidence : implicit ? CONFIDENCES : new double[] {1}) {
                    grid.add(als(new Candidate(implicit, rank, penalty, confidence), TUNED_ITERATIONS));
                }
            }
        }
        Candidate best = grid.stream().max(Comparator.comparingDouble(Tried::valid)).orElseThrow().candidate();
        List<Tried> longer = new ArrayList<>();
        for (int iterations : ITERATIONS) {
            longer.add(als(best, iterations));
        }
        Tried tried = longer.stream().max(Comparator.comparingDouble(Tried::valid)).orElseThrow();
        Metrics metrics = Judge.of(tried.model().transform(test), "prediction");
        print(tried.candidate().name() + ", maxIter " + tried.iterations(), tried.valid(), metrics, tried.seconds());
        return tried;
    }

    private Tried als(Candidate candidate, int iterations) {
        Dataset<Row> rated = candidate.implicit() ? train.withColumn("label", functions.expr("2 * label - 1")) : train;
        ALS als = new ALS().setUserCol("user").setItemCol("item").setRatingCol("label").setRank(candidate.rank()).setRegParam(candidate.penalty())
                .setImplicitPrefs(candidate.implicit()).setAlpha(candidate.confidence()).setMaxIter(iterations).setSeed(1)
                .setNumBlocks(2).setColdStartStrategy("nan");
        long start = System.nanoTime();
        ALSModel model = als.fit(rated);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Tried(candidate, iterations, Judge.of(model.transform(valid), "prediction").get(Metric.AUC), seconds, model);
    }

    /** What a training of ours came to. */
    private record Ours(String name, List<EpochSummary> history, double before) {
        /** Seconds before the first epoch count, too. */
        void printTimeTo(double auc) {
            double seconds = before;
            for (EpochSummary epoch : history) {
                seconds += epoch.seconds();
                if (epoch.auc() >= auc) {
                    System.out.printf(Locale.ROOT, "| %s | %d | %.1f |%n", name, epoch.epoch(), seconds);
                    return;
                }
            }
            System.out.printf(Locale.ROOT, "| %s | never | |%n", name);
        }
    }

    private Ours ours(String name, InverseLearning estimator) {
        long start = System.nanoTime();
        InverseLearningModel model = estimator.fit(all);
        double seconds = (System.nanoTime() - start) * 1e-9;
        double epochs = model.history().stream().mapToDouble(EpochSummary::seconds).sum();
        double best = model.history().stream().filter(EpochSummary::best).mapToDouble(EpochSummary::auc).max().orElse(Double.NaN);
        print(name, best, Judge.of(model.transform(test), "logit"), seconds);
        return new Ours(name, model.history(), seconds - epochs);
    }

    private static void print(String name, double valid, Metrics test, double seconds) {
        System.out.printf(Locale.ROOT, "| %s | %.4f | %.4f | %.4f | %.1f |%n", name, valid, test.get(Metric.AUC), test.get(Metric.GAUC), seconds);
    }
}
