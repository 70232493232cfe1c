package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.TrainingConfig;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a recommender from feedback in which almost nothing is labelled, on a cluster: what {@code obverse train} does on one machine, with the
 * same methods, backbones and settings, and used like Spark's own {@code ALS}.
 *
 * <pre>{@code
 *   InverseLearningModel model = new InverseLearning()
 *           .setUserCol("user").setItemCol("item").setLabelCol("liked")
 *           .setMethod("ig").setNumPartitions(8).fit(log);
 *   model.transform(pairs);                 // adds logit and probability
 *   model.recommendForAllUsers(10);
 *   model.toObverse(Path.of("model.safetensors"));
 * }</pre>
 *
 * <p>Users are divided into {@code numPartitions} blocks. A block keeps its users' rows, embeddings and optimizer state; items, weights and the most
 * active users are shared, and merged {@code roundsPerEpoch} times an epoch ({@link Merge} says how). The same data, params and number of
 * partitions give the same model, whichever executors take part and are lost. A checkpoint directory ({@code SparkContext.setCheckpointDir}) is
 * where the state of a run outlives its executors; longer runs ask for it. docs/spark.md has costs, limits and when not to use this.
 */
public final class InverseLearning extends Estimator<InverseLearningModel> implements InverseLearningParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;

    /** Makes an estimator with every default. */
    public InverseLearning() {
        this(Identifiable$.MODULE$.randomUID("inverseLearning"));
    }

    /** Makes an estimator of this uid. */
    public InverseLearning(String uid) {
        this.uid = uid;
        Defaults.on(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public InverseLearningModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        TrainingConfig config = Settings.of(this);
        Columns columns = Columns.of(this);
        double fraction = columns.validation() == null ? number(validationFraction()) : 0;
        BlockRules rules = new BlockRules(columns.user(), columns.item(), columns.label(), columns.time() != null, fraction, config.seed());
        int blocks = whole(numPartitions());
        Training training = new Training(
                new LogOnCluster(dataset, columns, rules, blocks), config,
                new Training.RoundOptions(blocks, whole(roundsPerEpoch()), new Merge(number(mergeExponent())), whole(checkpointInterval())));
        boolean history = Boolean.TRUE.equals(getOrDefault(keepHistory()));
        return training.train(result -> {
            InverseLearningModel model = InverseLearningModel.of(uid, dataset.sparkSession(), dataset.schema(), columns, result, history);
            copyValues(model, ParamMap.empty());
            model.setParent(this);
            return model;
        });
    }

    private int whole(Param<Object> param) {
        return ((Number) getOrDefault(param)).intValue();
    }

    private double number(Param<Object> param) {
        return ((Number) getOrDefault(param)).doubleValue();
    }

    /**
     * Checks the columns and returns those that a model adds.
     *
     * @throws InvalidInputException if a column is missing or of a type that cannot be used
     */
    @Override
    public StructType transformSchema(StructType schema) {
        Columns columns = Columns.of(this);
        columns.check(schema);
        return Columns.scored(schema, Columns.text(this, logitCol()), Columns.text(this, probabilityCol()));
    }

    @Override
    public InverseLearning copy(ParamMap extra) {
        return this.<InverseLearning>defaultCopy(extra);
    }

    /** Reads an estimator. */
    public static MLReader<InverseLearning> read() {
        return new ParamsReadable().read();
    }

    /** Reads an estimator from this path. */
    public static InverseLearning load(String path) {
        return read().load(path);
    }

    private static final class ParamsReadable implements DefaultParamsReadable<InverseLearning> {}

    /** Sets the column of users. */
    public InverseLearning setUserCol(String value) {
        set(userCol(), value);
        return this;
    }

    /** Sets the column of items. */
    public InverseLearning setItemCol(String value) {
        set(itemCol(), value);
        return this;
    }

    /** Sets the column of labels. */
    public InverseLearning setLabelCol(String value) {
        set(labelCol(), value);
        return this;
    }

    /** Sets the column by which the latest label of a pair counts. */
    public InverseLearning setTimeCol(String value) {
        set(timeCol(), value);
        return this;
    }

    /** Sets the boolean column of rows that validate. */
    public InverseLearning setValidationCol(String value) {
        set(validationCol(), value);
        return this;
    }

    /** Sets the share of labelled rows that validate. */
    public InverseLearning setValidationFraction(double value) {
        set(validationFraction(), value);
        return this;
    }

    /** Sets the width of the embeddings. */
    public InverseLearning setRank(int value) {
        set(rank(), value);
        return this;
    }

    /** Sets the model that is trained: gmf, mlp or neumf. */
    public InverseLearning setBackbone(String value) {
        set(backbone(), value);
        return this;
    }

    /** Sets what a training step is. */
    public InverseLearning setMethod(String value) {
        set(method(), value);
        return this;
    }

    /** Sets the most epochs. */
    public InverseLearning setMaxIter(int value) {
        set(maxIter(), value);
        return this;
    }

    /** Sets the learning rate. */
    public InverseLearning setStepSize(double value) {
        set(stepSize(), value);
        return this;
    }

    /** Sets the size of the Inverse Gradient's trial step. */
    public InverseLearning setAlpha(double value) {
        set(alpha(), value);
        return this;
    }

    /** Sets the seed of everything that is drawn. */
    public InverseLearning setSeed(long value) {
        set(seed(), value);
        return this;
    }

    /** Sets the number of blocks of users. */
    public InverseLearning setNumPartitions(int value) {
        set(numPartitions(), value);
        return this;
    }

    /** Sets how often shared rows are merged in an epoch. */
    public InverseLearning setRoundsPerEpoch(int value) {
        set(roundsPerEpoch(), value);
        return this;
    }

    /** Sets the exponent of the merge. */
    public InverseLearning setMergeExponent(double value) {
        set(mergeExponent(), value);
        return this;
    }

    /** Sets the rounds from one checkpoint to the next. */
    public InverseLearning setCheckpointInterval(int value) {
        set(checkpointInterval(), value);
        return this;
    }

    /** Sets what becomes of unknown users and items: prior, nan or drop. */
    public InverseLearning setColdStartStrategy(String value) {
        set(coldStartStrategy(), value);
        return this;
    }

    /** Sets the column that gets the logit. */
    public InverseLearning setLogitCol(String value) {
        set(logitCol(), value);
        return this;
    }

    /** Sets the column that gets the probability. */
    public InverseLearning setProbabilityCol(String value) {
        set(probabilityCol(), value);
        return this;
    }

    /** Sets whether the model keeps the training rows. */
    public InverseLearning setKeepHistory(boolean value) {
        set(keepHistory(), value);
        return this;
    }

    /** Sets other settings of a run, each as {@code name=value}. */
    public InverseLearning setSettings(String... values) {
        set(settings(), values);
        return this;
    }
}
