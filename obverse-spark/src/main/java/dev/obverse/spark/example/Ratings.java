package dev.obverse.spark.example;

import dev.obverse.core.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
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
    private static final String UNREADABLE = "unreadable";

    /**
     * Reads the files; without one for the test, a tenth of the rows is kept for it.
     *
     * @param ids the type of users and items: numbers for ALS, which knows no others, else text
     * @throws InvalidInputException if a file is not there, or has a row that is none of three columns
     */
    static Ratings read(SparkSession session, String data, @Nullable String valid, @Nullable String test, DataType ids) {
        Dataset<Row> all = read(session, data, false, ids);
        Dataset<Row> train = all;
        Dataset<Row> judged;
        if (test != null) {
            judged = read(session, test, false, ids);
        } else {
            Dataset<Row>[] parts = all.randomSplit(new double[] {1 - TEST_SHARE, TEST_SHARE}, TEST_SEED);
            train = parts[0];
            judged = parts[1];
        }
        return new Ratings(valid == null ? train : train.union(read(session, valid, true, ids)), judged.filter(functions.col("label").isNotNull()));
    }

    private static Dataset<Row> read(SparkSession session, String file, boolean validates, DataType ids) {
        // Paths with a scheme are Spark's to find.
        if (!file.contains(":") && !Files.exists(Path.of(file))) {
            throw new InvalidInputException("there is no file " + file + "; give one with rows of user, item and rating");
        }
        StructType schema = new StructType().add("user", ids).add("item", ids).add("rating", DataTypes.DoubleType).add(UNREADABLE, DataTypes.StringType);
        Column label = functions.col("rating").gt(POSITIVE_ABOVE).cast(DataTypes.DoubleType);
        Dataset<Row> rows = session.read().schema(schema).option("sep", file.endsWith(".tsv") ? "\t" : ",").option("columnNameOfCorruptRecord", UNREADABLE).csv(file);
        for (Row row : rows.filter(functions.col(UNREADABLE).isNotNull()).takeAsList(1)) {
            throw new InvalidInputException(file + " has the row '" + row.getAs(UNREADABLE) + "', which is not user, item, rating; give such rows, without a header");
        }
        return rows.select(functions.col("user"), functions.col("item"), label.as("label"), functions.lit(validates).as("valid"));
    }
}
