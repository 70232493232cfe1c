package dev.obverse.spark.example;

import dev.obverse.core.InvalidInputException;
import dev.obverse.spark.EpochSummary;
import dev.obverse.spark.InverseLearning;
import dev.obverse.spark.InverseLearningModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Trains on a made-up log of any size for three epochs and says what a round of the last one cost. Active users and popular items are drawn more
 * often; how well a user and an item go together, by the angle of each, decides the label. Every row is a function of its number. {@code --heavy} and
 * {@code --popular} give one user and one item that share of the rows on top.
 *
 * <pre>
 *   MeasureScale --rows N --users N --items N [--heavy SHARE] [--popular SHARE] [--set param=value ...]
 * </pre>
 */
public final class MeasureScale {
    private static final int EPOCHS = 3;

    private MeasureScale() {}

    /** Runs it; exits with 2 and one sentence where the command line is wrong. */
    public static void main(String[] args) throws IOException {
        try (SparkSession session = SparkSession.builder().appName("Obverse at scale").getOrCreate()) {
            Options options = new Options(args, List.of("rows", "users", "items", "heavy", "popular"));
            long rows = options.whole("rows", 1_000_000);
            Dataset<Row> log = log(session, rows, options.whole("users", 50_000), options.whole("items", 10_000),
                    options.number("heavy", 0), options.number("popular", 0));
            InverseLearning estimator = options.applyTo(
                    new InverseLearning().setMethod("ig").setMaxIter(EPOCHS).setValidationFraction(0.01).setTimeCol("time").setKeepHistory(false));
            long start = System.nanoTime();
            InverseLearningModel model = estimator.fit(log);
            print(rows, model, (System.nanoTime() - start) * 1e-9);
        } catch (InvalidInputException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static Dataset<Row> log(SparkSession session, long rows, long users, long items, double heavy, double popular) {
        Column id = functions.col("id");
        Column user = functions.when(share(id, 5).lt(heavy), functions.lit(-1L))
                .otherwise(functions.floor(functions.pow(share(id, 1), 1.5).multiply(users)));
        Column item = functions.when(share(id, 6).lt(popular), functions.lit(-1L))
                .otherwise(functions.floor(functions.pow(share(id, 2), 3.0).multiply(items)));
        Column angle = share(functions.col("user"), 3).minus(share(functions.col("item"), 4)).multiply(2 * Math.PI);
        Column chance = functions.lit(1.0).divide(functions.exp(functions.cos(angle).multiply(-2).minus(0.5)).plus(1));
        Column draw = share(functions.xxhash64(functions.col("user"), functions.col("item")), 7);
        return session.range(rows).select(id, user.as("user"), item.as("item"))
                .select(functions.col("user"), functions.col("item"), draw.lt(chance).cast("double").as("label"), id.as("time"));
    }

    /** A number in [0, 1) that belongs to a value and a purpose. */
    private static Column share(Column of, int purpose) {
        return functions.shiftrightunsigned(functions.xxhash64(of, functions.lit(purpose)), 11).multiply(0x1.0p-53);
    }

    /** Prints what a round cost once everything was warm: in the last epoch. */
    private static void print(long rows, InverseLearningModel model, double seconds) {
        List<EpochSummary> history = model.history();
        EpochSummary last = history.get(history.size() - 1);
        EpochSummary before = history.get(history.size() - 2);
        int rounds = last.rounds() - before.rounds();
        double epochs = history.stream().mapToDouble(EpochSummary::seconds).sum();
        System.out.printf(Locale.ROOT,
                "| rows | users | items | s before the first round | s a round | of which the slowest block | MB changed a round"
                        + " | MB sent to each executor a round | valid AUC |%n|---|---|---|---|---|---|---|---|---|%n"
                        + "| %,d | %,d | %,d | %.1f | %.2f | %.2f | %.1f | %.1f | %.4f |%n",
                rows, model.numUsers(), model.numItems(), seconds - epochs, last.seconds() / rounds,
                (last.blockSeconds() - before.blockSeconds()) / rounds, (last.changedBytes() - before.changedBytes()) * 1e-6 / rounds,
                (last.sentBytes() - before.sentBytes()) * 1e-6 / rounds, last.auc());
    }
}
