package dev.obverse.spark.example;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.spark.EpochSummary;
import dev.obverse.spark.InverseLearning;
import dev.obverse.spark.InverseLearningModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Trains on ratings and judges the model; the last line is AUC, GAUC and the seconds of training.
 *
 * <pre>
 *   TrainRatings --data FILE [--valid FILE] [--test FILE] [--model FILE] [--set param=value ...]
 * </pre>
 */
public final class TrainRatings {
    private TrainRatings() {}

    /** Runs it; exits with 2 and one sentence where the command line or the data are wrong. */
    public static void main(String[] args) throws IOException {
        try {
            run(new Options(args, List.of("data", "valid", "test", "model")));
        } catch (InvalidInputException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(Options options) throws IOException {
        String data = options.get("data");
        if (data == null) {
            throw new InvalidInputException("which ratings? give --data FILE");
        }
        try (SparkSession session = SparkSession.builder().appName("Obverse on ratings").getOrCreate()) {
            Ratings ratings = Ratings.read(session, data, options.get("valid"), options.get("test"), DataTypes.StringType);
            InverseLearning estimator = new InverseLearning();
            if (options.get("valid") != null) {
                estimator.setValidationCol("valid");
            }
            long start = System.nanoTime();
            InverseLearningModel model = options.applyTo(estimator).fit(ratings.train());
            double seconds = (System.nanoTime() - start) * 1e-9;
            model.history().forEach(TrainRatings::print);
            String file = options.get("model");
            if (file != null) {
                model.toObverse(Path.of(file));
            }
            Metrics metrics = Judge.of(model.transform(ratings.test()), "logit");
            System.out.printf(Locale.ROOT, "AUC %.4f, GAUC %.4f, %.1f seconds%n", metrics.get(Metric.AUC), metrics.get(Metric.GAUC), seconds);
        }
    }

    private static void print(EpochSummary epoch) {
        System.out.println(epoch);
    }
}
