package dev.obverse.spark.example;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Files of ratings without a header, {@code user item rating}, by tabs if the name ends with .tsv, else by commas; a rating above 2 is POSITIVE, one
 * up to 2 NEGATIVE, none UNLABELED.
 *
 * @param train rows with the columns user, item, label and valid
 * @param test rows to be judged by
 */
record Ratings(Dataset<Row> train, Dataset<Row> test) {
    private static final double POSITIVE_ABOVE = 2;
    private static final double TEST_SHARE = 0.1;
    private static final long TEST_SEED = 1;

    /** Reads the files; without one for the test, a tenth of the rows is kept for it. */
    static Ratings read(SparkSession session, String data, @Nullable String valid, @Nullable String test) {
        Dataset<Row> all = read(session, data, false);
        Dataset<Row> train = all;
        Dataset<Row> judged;
        if (test != null) {
            judged = read(session, test, false);
        } else {
            Dataset<Row>[] parts = all.randomSplit(new double[] {1 - TEST_SHARE, TEST_SHARE}, TEST_SEED);
            train = parts[0];
            judged = parts[1];
        }
        return new Ratings(valid == null ? train : train.union(read(session, valid, true)), judged.filter(functions.col("label").isNotNull()));
    }

    private static Dataset<Row> read(SparkSession session, String file, boolean validates) {
        StructType schema = new StructType()
                .add("user", DataTypes.LongType).add("item", DataTypes.LongType).add("rating", DataTypes.DoubleType);
        Column label = functions.col("rating").gt(POSITIVE_ABOVE).cast(DataTypes.DoubleType);
        return session.read().schema(schema).option("sep", file.endsWith(".tsv") ? "\t" : ",").option("mode", "FAILFAST").csv(file)
                .select(functions.col("user"), functions.col("item"), label.as("label"), functions.lit(validates).as("valid"));
    }
}
