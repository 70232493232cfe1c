package dev.obverse.spark.example;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.spark.EpochSummary;
import dev.obverse.spark.InverseLearning;
import dev.obverse.spark.InverseLearningModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Obverse beside Spark's ALS on the same cluster, rows, labels and metrics, each tuned over a small grid on the validation rows. Prints two tables: how
 * well each does, and how long each takes to the validation AUC that ALS comes to, where the contestants take turns and medians count.
 *
 * <pre>
 *   CompareWithAls --data FILE --valid FILE --test FILE [--set param=value ...]
 * </pre>
 */
public final class CompareWithAls {
    private static final double[] STEP_SIZES = {0.001, 0.003};
    private static final int[] EXPOSURE_EPOCHS = {2, 4, 10};
    private static final int TURNS = 5;

    private final Options options;
    private final Dataset<Row> test;
    private final Dataset<Row> all;
    private final AlsGrid als;

    private CompareWithAls(Ratings ratings, Options options) {
        this.options = options;
        this.all = ratings.train().cache();
        this.test = ratings.test().cache();
        this.als = new AlsGrid(all.filter("not valid").cache(), all.filter("valid").cache());
        // All data in memory before any clock runs.
        for (Dataset<Row> part : List.of(all, test, als.train(), als.valid())) {
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
            new CompareWithAls(Ratings.read(session, data, options.get("valid"), options.get("test")), options).run();
        } catch (InvalidInputException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** What a training of ours came to. */
    private record Ours(String name, Supplier<InverseLearning> estimator, InverseLearningModel model, double seconds) {
        double valid() {
            return model.history().stream().filter(EpochSummary::best).mapToDouble(EpochSummary::auc).max().orElseThrow();
        }

        /** Seconds until an epoch came to this AUC of the validation rows, infinite if none did; what precedes the first epoch, and follows the last, counts. */
        double secondsTo(double auc) {
            double sum = seconds - model.history().stream().mapToDouble(EpochSummary::seconds).sum();
            for (EpochSummary epoch : model.history()) {
                sum += epoch.seconds();
                if (epoch.auc() >= auc) {
                    return sum;
                }
            }
            return Double.POSITIVE_INFINITY;
        }
    }

    private void run() {
        List<AlsGrid.Tried> explicit = als.tuned(false);
        List<AlsGrid.Tried> implicit = als.tuned(true);
        List<Ours> grid = grid();
        Ours standard = ours("method obverse, all defaults", () -> options.applyTo(estimator()));
        Ours ig = ours("method ig", () -> options.applyTo(estimator().setMethod("ig")));
        System.out.println("| | valid AUC | test AUC | test GAUC |\n|---|---|---|---|");
        for (AlsGrid.Tried each : List.of(AlsGrid.best(explicit), AlsGrid.best(implicit))) {
            print(each.candidate().name(), each.valid(), Judge.of(each.model().transform(test), "prediction"));
        }
        grid.forEach(this::print);
        print(standard);
        print(ig);
        double goal = AlsGrid.best(explicit).valid();
        race(explicit, List.of(grid.stream().reduce((a, b) -> a.secondsTo(goal) <= b.secondsTo(goal) ? a : b).orElseThrow(), standard));
    }

    private static InverseLearning estimator() {
        return new InverseLearning().setValidationCol("valid");
    }

    private List<Ours> grid() {
        List<Ours> grid = new ArrayList<>();
        for (double stepSize : STEP_SIZES) {
            for (int exposure : EXPOSURE_EPOCHS) {
                grid.add(ours("stepSize " + stepSize + ", exposure-epochs " + exposure + ", roundsPerEpoch 1, maxIter 12",
                        () -> options.applyTo(estimator().setStepSize(stepSize).setRoundsPerEpoch(1).setMaxIter(12)
                                .setSettings("exposure-epochs=" + exposure))));
            }
        }
        return grid;
    }

    private Ours ours(String name, Supplier<InverseLearning> estimator) {
        long start = System.nanoTime();
        InverseLearningModel model = estimator.get().fit(all);
        return new Ours(name, estimator, model, (System.nanoTime() - start) * 1e-9);
    }

    private void print(Ours ours) {
        print("Obverse, " + ours.name(), ours.valid(), Judge.of(ours.model().transform(test), "logit"));
    }

    private static void print(String name, double valid, Metrics test) {
        System.out.printf(Locale.ROOT, "| %s | %.4f | %.4f | %.4f |%n", name, valid, test.get(Metric.AUC), test.get(Metric.GAUC));
    }

    /** All contestants in turn, several times; then, for every number of iterations of ALS, the seconds to the AUC that it comes to. */
    private void race(List<AlsGrid.Tried> curve, List<Ours> ours) {
        double[][] alsSeconds = new double[curve.size()][TURNS];
        double[][][] ourSeconds = new double[curve.size()][ours.size()][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (int c = 0; c < curve.size(); c++) {
                alsSeconds[c][turn] = als.fit(curve.get(c).candidate()).seconds();
            }
            for (int o = 0; o < ours.size(); o++) {
                Ours again = ours(ours.get(o).name(), ours.get(o).estimator());
                for (int c = 0; c < curve.size(); c++) {
                    ourSeconds[c][o][turn] = again.secondsTo(curve.get(c).valid());
                }
            }
        }
        System.out.printf("%n| seconds to the validation AUC of | AUC | ALS | Obverse, %s |%n|---|---|---|%s%n",
                String.join(" | Obverse, ", ours.stream().map(Ours::name).toList()), "---|".repeat(ours.size()));
        IntStream.range(0, curve.size()).forEach(c -> System.out.printf(Locale.ROOT, "| %s | %.4f | %s | %s |%n", curve.get(c).candidate().name(),
                curve.get(c).valid(), median(alsSeconds[c]), String.join(" | ", Arrays.stream(ourSeconds[c]).map(CompareWithAls::median).toList())));
    }

    private static String median(double[] seconds) {
        double[] sorted = Arrays.stream(seconds).sorted().toArray();
        double median = sorted[sorted.length / 2];
        return Double.isInfinite(median) ? "never"
                : String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", median, sorted[0], sorted[sorted.length - 1]);
    }
}
