package dev.obverse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.train.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with a trained model. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InverseLearningModelTest {
    private static final long UNKNOWN = 5L;

    @TempDir
    Path folder;

    private InverseLearningModel model;

    @BeforeAll
    void train(SparkSession session) {
        model = PlantedLog.estimator().setMethod("obverse").setMaxIter(2).fit(PlantedLog.train(session));
    }

    @Test
    void itsFileIsThatOfTheCommandLineAndGivesTheSameProbabilities(SparkSession session) throws IOException {
        Path file = folder.resolve("model.safetensors");
        model.toObverse(file);
        Recommender read = ModelFile.read(file, KernelProviders.choose());
        List<Row> rows = model.transform(PlantedLog.test(session)).collectAsList();
        Interactions.Builder pairs = new Interactions.Builder(rows.size());
        rows.forEach(row -> pairs.add(
                read.users().indexOf(Long.toString(row.getLong(0))), read.items().indexOf(Integer.toString(row.getInt(1))), (byte) row.getInt(2)));
        double[] logits = new Scorer(read.model().labels()).logits(pairs.build());
        for (int r = 0; r < logits.length; r++) {
            assertThat(rows.get(r).<Double>getAs("logit")).isEqualTo(logits[r]);
            assertThat(rows.get(r).<Double>getAs("probability")).isEqualTo(Logistic.sigmoid(logits[r]));
        }
        Path again = folder.resolve("again.safetensors");
        model.toObverse(again);
        assertThat(Files.mismatch(file, again)).isEqualTo(-1);
    }

    /** Its users are read when they are asked for: an emptied folder would have left a model of nobody. */
    @Test
    void aModelThatWasReadIsNotWrittenOverItself(SparkSession session) throws IOException {
        String path = folder.resolve("own").toString();
        model.save(path);
        InverseLearningModel read = InverseLearningModel.load(path).setColdStartStrategy("nan");
        assertThatThrownBy(() -> read.write().overwrite().save(path)).isInstanceOf(InvalidInputException.class)
                .hasMessage("the model was read from " + path + " and cannot be written over itself: save it to another folder");
        assertThat(InverseLearningModel.load(path).numUsers()).isEqualTo(model.numUsers());
        read.write().overwrite().save(folder.resolve("own too").toString());
        assertThat(InverseLearningModel.load(folder.resolve("own too").toString()).numUsers()).isEqualTo(model.numUsers());
    }

    @Test
    void aModelWithoutSomeOfItsUsersIsRefused() throws IOException {
        Path path = folder.resolve("torn");
        model.save(path.toString());
        try (Stream<Path> files = Files.walk(path.resolve("users"))) {
            for (Path file : files.filter(file -> file.toString().contains(".parquet")).toList()) {
                Files.delete(file);
            }
        }
        assertThatThrownBy(() -> InverseLearningModel.load(path.toString())).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 0 users, where the model was written with " + model.numUsers());
    }

    @Test
    void columnsMayHaveAnyName(SparkSession session) {
        Dataset<Row> odd = PlantedLog.train(session).toDF("user.id", "the `item`", "like.or.not");
        InverseLearningModel trained = PlantedLog.estimator().setMaxIter(1)
                .setUserCol("user.id").setItemCol("the `item`").setLabelCol("like.or.not").fit(odd);
        Dataset<Row> test = PlantedLog.test(session).toDF("user.id", "the `item`", "Logit");
        assertThatThrownBy(() -> trained.transform(test)).hasMessageContaining("there is a column Logit already");
        Dataset<Row> scored = trained.setLogitCol("a.logit").setProbabilityCol("a.chance").setColdStartStrategy("drop").transform(test);
        assertThat(scored.count()).isPositive();
        assertThat(trained.recommendForAllUsers(2).columns()).containsExactly("user.id", "recommendations");
        assertThat(trained.recommendForUserSubset(test.limit(1), 2).count()).isLessThanOrEqualTo(1);
    }

    @Test
    void itsFileHoldsTheTrainingRows(SparkSession session) {
        Path file = folder.resolve("history.safetensors");
        model.toObverse(file);
        Recommender read = ModelFile.read(file, KernelProviders.choose());
        long training = PlantedLog.train(session).count();
        assertThat(read.history().items().length).isBetween((int) (0.8 * training), (int) training);
        InverseLearningModel without = PlantedLog.estimator().setMaxIter(1).setKeepHistory(false).fit(PlantedLog.train(session));
        Path small = folder.resolve("small.safetensors");
        without.toObverse(small);
        assertThat(ModelFile.read(small, KernelProviders.choose()).hasHistory()).isFalse();
    }

    @Test
    void anUnknownUserIsScoredByWhatIsKnownUnlessAskedOtherwise(SparkSession session) {
        Dataset<Row> pairs = session.createDataFrame(
                List.of(RowFactory.create(1L << 40, 3, 1), RowFactory.create(UNKNOWN, 3, 1), RowFactory.create(1L << 40, -1, 0)), PlantedLog.SCHEMA);
        assertThat(model.transform(pairs).filter("isnan(logit)").count()).isZero();
        assertThat(cold("nan").transform(pairs).filter("isnan(logit) and isnan(probability)").count()).isEqualTo(2);
        assertThat(cold("drop").transform(pairs).count()).isEqualTo(1);
        assertThat(cold("drop").transform(pairs).columns()).containsExactly("user", "item", "label", "logit", "probability");
    }

    private InverseLearningModel cold(String strategy) {
        return model.copy(new ParamMap()).setColdStartStrategy(strategy);
    }

    @Test
    void aListHoldsTheBestOfAllItemsBestFirst(SparkSession session) {
        Dataset<Row> all = session.range(PlantedLog.ITEMS).select(functions.col("id").cast("int").as("item"))
                .crossJoin(PlantedLog.test(session).select("user").distinct());
        double[] best = model.transform(all).groupBy("user").agg(functions.max("probability").as("p")).orderBy("user")
                .collectAsList().stream().mapToDouble(row -> row.getDouble(1)).toArray();
        List<Row> lists = model.recommendForAllUsers(4).orderBy("user").collectAsList();
        assertThat(lists).hasSize(PlantedLog.USERS);
        for (int u = 0; u < best.length; u++) {
            List<Row> list = lists.get(u).getList(1);
            assertThat(list).hasSize(4);
            assertThat(list.get(0).getDouble(1)).isCloseTo(best[u], org.assertj.core.api.Assertions.within(1e-6));
            assertThat(list.get(3).getDouble(1)).isLessThanOrEqualTo(list.get(2).getDouble(1));
        }
        Dataset<Row> some = session.createDataFrame(
                List.of(RowFactory.create(1L << 40, 0, 0), RowFactory.create(UNKNOWN, 0, 0)), PlantedLog.SCHEMA);
        List<Row> one = model.recommendForUserSubset(some, 4).collectAsList();
        assertThat(one).hasSize(1);
        assertThat(one.get(0).toString()).isEqualTo(lists.get(0).toString());
    }

    @Test
    void itIsTheSameAfterItWasSavedAndRead(SparkSession session) throws IOException {
        String path = folder.resolve("saved").toString();
        model.write().overwrite().save(path);
        InverseLearningModel read = InverseLearningModel.load(path);
        Dataset<Row> test = PlantedLog.test(session);
        assertThat(LocalSpark.sorted(read.transform(test))).isEqualTo(LocalSpark.sorted(model.transform(test)));
        assertThat(read.config()).isEqualTo(model.config());
        assertThat(read.uid()).isEqualTo(model.uid());
        assertThat(LocalSpark.sorted(read.recommendForAllUsers(3))).isEqualTo(LocalSpark.sorted(model.recommendForAllUsers(3)));
    }

    @Test
    void anEstimatorIsTheSameAfterItWasSavedAndRead() throws IOException {
        InverseLearning estimator = PlantedLog.estimator().setAlpha(0.003).setSeed(1L << 50);
        String path = folder.resolve("estimator").toString();
        estimator.save(path);
        InverseLearning read = InverseLearning.load(path);
        assertThat(explained(read)).isEqualTo(explained(estimator));
        assertThat(read.<String[]>getOrDefault(read.settings())).isEqualTo(estimator.<String[]>getOrDefault(estimator.settings()));
    }

    /** All params but the one whose value is an array, which Spark shows by its address. */
    private static List<String> explained(InverseLearning estimator) {
        return estimator.explainParams().lines().filter(line -> !line.startsWith("settings")).toList();
    }

    @Test
    void itIsAStageLikeAnyOther(SparkSession session) throws IOException {
        Dataset<Row> log = PlantedLog.train(session);
        PipelineModel fitted = new Pipeline().setStages(new PipelineStage[] {PlantedLog.estimator().setMaxIter(1)}).fit(log);
        String path = folder.resolve("pipeline").toString();
        fitted.save(path);
        Dataset<Row> test = PlantedLog.test(session);
        assertThat(LocalSpark.sorted(PipelineModel.load(path).transform(test))).isEqualTo(LocalSpark.sorted(fitted.transform(test)));
    }

    @Test
    void aCrossValidatorTunesIt(SparkSession session) {
        InverseLearning estimator = PlantedLog.estimator().setMaxIter(2).setValidationFraction(0);
        ParamMap[] grid = new ParamGridBuilder().addGrid(estimator.stepSize(), new double[] {1e-6, 0.02}).build();
        Dataset<Row> labelled = PlantedLog.train(session).filter("label is not null").withColumn("label", functions.col("label").cast("double"));
        InverseLearningModel best = (InverseLearningModel) new CrossValidator().setEstimator(estimator).setEstimatorParamMaps(grid).setNumFolds(2)
                .setEvaluator(new BinaryClassificationEvaluator().setRawPredictionCol("logit").setLabelCol("label")).fit(labelled).bestModel();
        assertThat(best.config().learningRate()).isEqualTo(0.02);
    }
}
