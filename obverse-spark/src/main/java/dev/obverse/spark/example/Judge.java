package dev.obverse.spark.example;

import dev.obverse.core.Vocabulary;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Metrics;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The engine's own metrics of scored rows, which come to the driver for it. */
final class Judge {
    private Judge() {}

    /** Judges the rows of the columns user, label (1 or 0) and of a score, by which they are ranked; a row without a score gets 0. */
    static Metrics of(Dataset<Row> scored, String score) {
        List<Row> rows = scored.select(
                functions.col("user").cast("string"), functions.col("label").cast("double"),
                functions.coalesce(functions.nanvl(functions.col(score).cast("double"), functions.lit(null)), functions.lit(0.0))).collectAsList();
        Vocabulary.Builder ids = new Vocabulary.Builder();
        int[] users = new int[rows.size()];
        boolean[] positive = new boolean[rows.size()];
        double[] scores = new double[rows.size()];
        for (int r = 0; r < rows.size(); r++) {
            users[r] = ids.add(rows.get(r).getString(0));
            positive[r] = rows.get(r).getDouble(1) == 1;
            scores[r] = rows.get(r).getDouble(2);
        }
        return Evaluation.of(users, positive, scores);
    }
}
