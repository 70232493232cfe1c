package dev.obverse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the estimator promises of training, whatever the cluster does. */
@ExtendWith(LocalSpark.class)
final class InverseLearningTest {
    @ParameterizedTest
    @CsvSource({"bce, gmf, 1", "bce, gmf, 3", "ig, gmf, 2", "idl, gmf, 2", "obverse, neumf, 2"})
    void itLearnsWhatIsPlanted(String method, String backbone, int partitions, SparkSession session) {
        InverseLearningModel model = PlantedLog.estimator().setMethod(method).setBackbone(backbone).setNumPartitions(partitions)
                .fit(PlantedLog.train(session));
        assertThat(auc(model, session)).isGreaterThan(0.8);
        assertThat(model.numItems()).isEqualTo(PlantedLog.ITEMS);
        assertThat(model.numUsers()).isEqualTo(PlantedLog.USERS);
    }

    @Test
    void theSameSeedGivesTheSameModelHoweverTheRowsLie(SparkSession session) {
        Dataset<Row> log = PlantedLog.train(session);
        List<String> once = users(PlantedLog.estimator().fit(log));
        assertThat(users(PlantedLog.estimator().fit(log.repartition(5, functions.col("item"))))).isEqualTo(once);
        assertThat(users(PlantedLog.estimator().setSeed(2).fit(log))).isNotEqualTo(once);
    }

    /** With one block there is nothing to merge, so where an epoch is cut changes no bit: the engine runs as it is. */
    @Test
    void slicesOfOneBlockAreTheWholeEpoch(SparkSession session) {
        Dataset<Row> log = PlantedLog.train(session);
        InverseLearning estimator = PlantedLog.estimator().setNumPartitions(1).setMethod("ig");
        assertThat(users(estimator.setRoundsPerEpoch(5).fit(log))).isEqualTo(users(estimator.setRoundsPerEpoch(1).fit(log)));
    }

    @Test
    void theBestEpochIsKept(SparkSession session) {
        InverseLearning estimator = PlantedLog.estimator().setStepSize(0.1).setValidationFraction(0.3);
        InverseLearningModel model = estimator.setMaxIter(12).fit(PlantedLog.train(session));
        int best = model.history().stream().filter(EpochSummary::best).mapToInt(EpochSummary::epoch).max().orElseThrow();
        assertThat(best).as("an epoch that overfits comes after the best").isLessThan(12);
        assertThat(users(estimator.setMaxIter(best).fit(PlantedLog.train(session)))).isEqualTo(users(model));
    }

    @Test
    void theMostActiveUserIsSharedAndKnown(SparkSession session) {
        List<Row> rows = new ArrayList<>();
        for (int item = 0; item < 400; item++) {
            rows.add(RowFactory.create(7L, item, item % 3 == 0 ? 1 : 0));
        }
        StructType schema = PlantedLog.SCHEMA;
        Dataset<Row> log = PlantedLog.train(session).union(session.createDataFrame(rows, schema));
        InverseLearning estimator = PlantedLog.estimator().setNumPartitions(3).setValidationFraction(0);
        InverseLearningModel model = estimator.fit(log);
        assertThat(model.numUsers()).isEqualTo(PlantedLog.USERS + 1);
        Row heavy = model.parts().users().filter("id = '7'").first();
        assertThat(UserRows.ints(heavy.getAs(UserRows.ITEMS))).hasSize(400).doesNotHaveDuplicates();
        Dataset<Row> own = model.transform(session.createDataFrame(rows, schema));
        assertThat(evaluate(own)).as("AUC of that user's own rows").isGreaterThan(0.7);
        assertThat(users(estimator.fit(log))).isEqualTo(users(model));
    }

    @Test
    void theLatestLabelOfAPairCountsWhereThereIsATime(SparkSession session) {
        StructType schema = PlantedLog.SCHEMA.add("time", DataTypes.IntegerType);
        Dataset<Row> first = PlantedLog.train(session).withColumn("time", functions.lit(2));
        Dataset<Row> older = first.withColumn("time", functions.lit(1)).withColumn("label", functions.expr("1 - label"));
        Dataset<Row> both = session.createDataFrame(older.union(first).collectAsList(), schema);
        InverseLearning estimator = PlantedLog.estimator();
        assertThat(users(estimator.copy(new org.apache.spark.ml.param.ParamMap()).setTimeCol("time").fit(both)))
                .isEqualTo(users(estimator.fit(first)));
        assertThatThrownBy(() -> estimator.fit(both)).isInstanceOf(InvalidInputException.class).hasMessageContaining("both labels for one item");
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "int", "double"})
    void idsAreOfAnyType(String type, SparkSession session) {
        Dataset<Row> log = PlantedLog.train(session);
        Dataset<Row> cast = log.withColumn("user", functions.expr("user - " + (1L << 40)).cast(type)).withColumn("item", functions.col("item").cast(type));
        InverseLearningModel model = PlantedLog.estimator().setMaxIter(1).fit(cast);
        Row list = model.recommendForAllUsers(3).first();
        assertThat(list.schema().apply("user").dataType()).isEqualTo(cast.schema().apply("user").dataType());
        Row best = (Row) list.getList(1).get(0);
        assertThat(best.schema().apply("item").dataType()).isEqualTo(cast.schema().apply("item").dataType());
    }

    @Test
    void whatCannotBeTrainedOnIsRefusedInOneSentence(SparkSession session) {
        Dataset<Row> log = PlantedLog.train(session);
        refused(PlantedLog.estimator().setUserCol("who"), log, "there is no column who: set userCol to one of user, item, label");
        refused(PlantedLog.estimator(), log.withColumn("label", functions.lit(3)), "the label column label holds 3.0 for user 10995116277");
        refused(PlantedLog.estimator(), log.withColumn("label", functions.lit("x")), "the label column label is of type string");
        refused(PlantedLog.estimator(), log.filter("label = 1"), "training needs rows of both labels");
        refused(PlantedLog.estimator(), log.withColumn("item", functions.expr("if(item > 5, item, null)")), "the column item has a row without a value");
        refused(PlantedLog.estimator(), log.filter("item < 0"), "the log has no training row");
        refused(PlantedLog.estimator().setSettings("dim=4"), log, "the setting dim has a param of its own: use rank");
        refused(PlantedLog.estimator().setSettings("select=mrr"), log, "on Spark choose auc, gauc or logloss");
        refused(PlantedLog.estimator().setStepSize(100).setSettings("optimizer=sgd", "l2=100", "batch=8"), log, "training diverged at step");
        refused(PlantedLog.estimator().setMethod("ig").setNumPartitions(40), log.limit(60), "fewer numPartitions make larger blocks");
    }

    private static void refused(InverseLearning estimator, Dataset<Row> log, String sentence) {
        assertThatThrownBy(() -> estimator.fit(log)).isInstanceOf(InvalidInputException.class).hasMessageContaining(sentence);
    }

    private static double auc(InverseLearningModel model, SparkSession session) {
        return evaluate(model.transform(PlantedLog.test(session)));
    }

    private static double evaluate(Dataset<Row> scored) {
        return new BinaryClassificationEvaluator().setRawPredictionCol("logit").setLabelCol("label")
                .evaluate(scored.withColumn("label", functions.col("label").cast("double")));
    }

    static List<String> users(InverseLearningModel model) {
        return model.parts().users().collectAsList().stream()
                .map(row -> row.getString(0) + java.util.Arrays.toString(UserRows.floats(row.getAs(UserRows.VALUES)))).sorted().toList();
    }

    @Test
    void validationIsThatOfTheModelItself(SparkSession session) {
        Dataset<Row> marked = PlantedLog.train(session).withColumn("valid", functions.expr("label is not null and pmod(hash(user, item), 4) = 0"));
        InverseLearningModel model = PlantedLog.estimator().setMaxIter(1).setValidationCol("valid").fit(marked);
        double exact = evaluate(model.transform(marked.filter("valid")));
        assertThat(model.history().get(0).auc()).isCloseTo(exact, within(2e-3));
    }
}
