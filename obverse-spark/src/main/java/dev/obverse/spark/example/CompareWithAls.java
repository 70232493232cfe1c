package dev.obverse.spark.example;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.spark.InverseLearning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Obverse beside Spark's ALS on the same cluster, rows, labels and metrics, each tuned over a small grid on the validation rows.
 *
 * <pre>
 *   CompareWithAls --data FILE --valid FILE --test FILE [--part explicit|implicit|ours|race] [--set param=value ...]
 * </pre>
 *
 * <p>The first three parts tune and print how well each does. The last takes what they have found on MovieLens-1M and prints how long each takes to fit,
 * all that fit() does included: contestants take turns and medians count. Without {@code --part} all four run.
 */
public final class CompareWithAls {
    private static final List<String> PARTS = List.of("explicit", "implicit", "ours", "race");
    private static final int TURNS = 5;

    private final Dataset<Row> test;
    private final AlsGrid als;
    private final OurGrid ours;

    private CompareWithAls(Ratings ratings, Options options) {
        Dataset<Row> all = ratings.train().cache();
        this.test = ratings.test().cache();
        this.als = new AlsGrid(all.filter("not valid").cache(), all.filter("valid").cache());
        this.ours = new OurGrid(all, options);
        // All data in memory before any clock runs.
        for (Dataset<Row> part : List.of(all, test, als.train(), als.valid())) {
            part.count();
        }
    }

    /** Runs it; exits with 2 and one sentence where the command line or the data are wrong. */
    public static void main(String[] args) throws IOException {
        try (SparkSession session = SparkSession.builder().appName("Obverse beside ALS").getOrCreate()) {
            Options options = new Options(args, List.of("data", "valid", "test", "part"));
            String data = options.get("data");
            String part = options.get("part");
            if (data == null || options.get("valid") == null || options.get("test") == null) {
                throw new InvalidInputException("give --data, --valid and --test");
            }
            if (part != null && !PARTS.contains(part)) {
                throw new InvalidInputException("--part is one of " + String.join(", ", PARTS) + ", not " + part);
            }
            CompareWithAls compare = new CompareWithAls(Ratings.read(session, data, options.get("valid"), options.get("test"), DataTypes.LongType), options);
            (part == null ? PARTS : List.of(part)).forEach(compare::run);
        } catch (InvalidInputException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void run(String part) {
        switch (part) {
            case "race" -> race();
            case "ours" -> tuneOurs();
            default -> {
                AlsGrid.Tried best = als.tuned(part.equals("implicit"));
                print(best.candidate().name(), best.valid(), Judge.of(best.model().transform(test), "prediction"), best.seconds());
            }
        }
    }

    private void tuneOurs() {
        double goal = AlsGrid.FOUND.stream().mapToDouble(candidate -> als.fit(candidate).valid()).max().orElseThrow();
        print(ours.quickest(goal));
        print("method obverse, all defaults", OurGrid.estimator());
        print("method ig", OurGrid.estimator().setMethod("ig"));
    }

    private void print(OurGrid.Candidate candidate) {
        print(candidate.name(), candidate.estimator());
    }

    private void print(String name, InverseLearning estimator) {
        OurGrid.Tried tried = ours.fit(estimator);
        print("Obverse, " + name, tried.valid(), Judge.of(tried.model().transform(test), "logit"), tried.seconds());
    }

    private static void print(String name, double valid, Metrics metrics, double seconds) {
        System.out.printf(Locale.ROOT, "| %s | %.4f | %.4f | %.4f | %.1f |%n", name, valid, metrics.get(Metric.AUC), metrics.get(Metric.GAUC), seconds);
    }

    /** Somebody who is to be timed: a name, and what gives validation AUC and seconds. */
    private record Contestant(String name, Supplier<double[]> fit) {}

    private List<Contestant> contestants() {
        List<Contestant> contestants = new ArrayList<>();
        for (AlsGrid.Candidate found : AlsGrid.FOUND) {
            for (AlsGrid.Candidate candidate : AlsGrid.curve(found)) {
                if (candidate.iterations() <= found.iterations()) {
                    contestants.add(new Contestant(candidate.name(), () -> {
                        AlsGrid.Tried tried = als.fit(candidate);
                        return new double[] {tried.valid(), tried.seconds()};
                    }));
                }
            }
        }
        contestants.add(new Contestant("Obverse, " + OurGrid.FOUND.name(), () -> {
            OurGrid.Tried tried = ours.fit(OurGrid.FOUND.estimator());
            return new double[] {tried.valid(), tried.seconds()};
        }));
        return contestants;
    }

    private void race() {
        List<Contestant> contestants = contestants();
        double[][] seconds = new double[contestants.size()][TURNS];
        double[] valid = new double[contestants.size()];
        for (int turn = 0; turn < TURNS; turn++) {
            for (int c = 0; c < seconds.length; c++) {
                double[] result = contestants.get(c).fit().get();
                valid[c] = result[0];
                seconds[c][turn] = result[1];
            }
        }
        System.out.printf(Locale.ROOT, "%n| fitted %d times in turn | valid AUC | seconds: median (least to most) |%n|---|---|---|%n", TURNS);
        for (int c = 0; c < seconds.length; c++) {
            double[] sorted = Arrays.stream(seconds[c]).sorted().toArray();
            System.out.printf(Locale.ROOT, "| %s | %.4f | %.2f (%.2f to %.2f) |%n",
                    contestants.get(c).name(), valid[c], sorted[TURNS / 2], sorted[0], sorted[TURNS - 1]);
        }
    }
}
