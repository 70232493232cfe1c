package dev.obverse.spark;

import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A log whose labels follow from two hidden numbers of each user and three of each item, so that a model can learn it: a fifth of the pairs of 60
 * users and 80 items is labelled, a fifth is UNLABELED.
 */
final class PlantedLog {
    static final int USERS = 60;
    static final int ITEMS = 80;

    static final StructType SCHEMA = new StructType()
            .add("user", DataTypes.LongType).add("item", DataTypes.IntegerType).add("label", DataTypes.IntegerType);

    private PlantedLog() {}

    /** The rows that are trained on. */
    static Dataset<Row> train(SparkSession session) {
        return session.createDataFrame(rows(true), SCHEMA).repartition(3);
    }

    /** Other labelled pairs of the same users and items. */
    static Dataset<Row> test(SparkSession session) {
        return session.createDataFrame(rows(false), SCHEMA);
    }

    private static List<Row> rows(boolean train) {
        SplitMix64 random = new SplitMix64(2024);
        double[][] users = gaussians(USERS, random);
        double[][] items = gaussians(ITEMS, random);
        List<Row> rows = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                double taste = users[user][0] * items[item][0] + users[user][1] * items[item][1] + 1.5 * items[item][2];
                double fate = random.nextDouble();
                // 64-bit ids: a user is no int here.
                long id = (1L << 40) + user;
                if (train && fate < 0.2) {
                    rows.add(RowFactory.create(id, item, taste > 0 ? 1 : 0));
                } else if (train && fate < 0.4) {
                    rows.add(RowFactory.create(id, item, null));
                } else if (!train && fate >= 0.8) {
                    rows.add(RowFactory.create(id, item, taste > 0 ? 1 : 0));
                }
            }
        }
        return rows;
    }

    private static double[][] gaussians(int rows, SplitMix64 random) {
        double[][] values = new double[rows][3];
        for (double[] row : values) {
            for (int k = 0; k < row.length; k++) {
                row[k] = random.nextGaussian();
            }
        }
        return values;
    }

    /** An estimator that learns it in seconds. */
    static InverseLearning estimator() {
        return new InverseLearning().setRank(8).setMethod("bce").setStepSize(0.01).setMaxIter(5).setNumPartitions(2).setRoundsPerEpoch(2)
                .setSettings("batch=64", "bias=prior", "linear=true");
    }
}
