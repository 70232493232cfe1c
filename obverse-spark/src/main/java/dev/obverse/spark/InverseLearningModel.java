package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What {@link InverseLearning} gives: items and weights, which every task that scores gets whole, and users, who stay distributed. The rows of users
 * are on the cluster (cached, or in the files that the model was read from); the driver needs no room for them but in {@link #toObverse}.
 */
public final class InverseLearningModel extends Model<InverseLearningModel> implements InverseLearningParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private static final String USER = "obverse_user";
    private static final String ITEM = "obverse_item";
    private static final String VALUES = "obverse_values";

    private final String uid;
    private transient @Nullable Parts parts;

    /**
     * What a model is made of.
     *
     * @param items items and weights
     * @param users a row for each user: see {@link UserRows}
     * @param userType type of the column of users that it was trained on
     * @param itemType type of the column of items
     * @param history what is known of each epoch; empty where the model was read
     */
    record Parts(ItemSide items, Dataset<Row> users, DataType userType, DataType itemType, List<EpochSummary> history) {}

    /** Makes a model that knows nothing, for Spark's reader, which fills it. */
    public InverseLearningModel(String uid) {
        this.uid = uid;
        Defaults.on(this);
    }

    InverseLearningModel(String uid, Parts parts) {
        this(uid);
        this.parts = parts;
    }

    static InverseLearningModel of(
            String uid, SparkSession session, StructType schema, Columns columns, Training.Result run, boolean keepHistory) {
        ItemSide items = ItemSide.of(run.config(), new ItemIds(run.items()), run.shared());
        Dataset<Row> users = UserRows.of(session, run, keepHistory);
        // Made now, while the blocks are there, and cut from all that they were made of.
        boolean reliable = session.sparkContext().getCheckpointDir().isDefined();
        Dataset<Row> kept = reliable ? users.checkpoint() : users.localCheckpoint();
        return new InverseLearningModel(uid, new Parts(
                items, kept, schema.apply(columns.user()).dataType(), schema.apply(columns.item()).dataType(), run.history()));
    }

    void fill(Parts read) {
        parts = read;
    }

    Parts parts() {
        Parts known = parts;
        if (known == null) {
            throw new IllegalStateException("this model has not been trained or read");
        }
        return known;
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Returns the config that the model was trained with: every setting, as on the command line. */
    public TrainingConfig config() {
        return parts().items().config();
    }

    /** Returns what is known of each epoch of training; empty for a model that was read. */
    public List<EpochSummary> history() {
        return parts().history();
    }

    /** Returns how many items the model knows. */
    public int numItems() {
        return parts().items().ids().size();
    }

    /** Returns how many users the model knows. */
    public long numUsers() {
        return parts().users().count();
    }

    /** Sets the column of users. */
    public InverseLearningModel setUserCol(String value) {
        set(userCol(), value);
        return this;
    }

    /** Sets the column of items. */
    public InverseLearningModel setItemCol(String value) {
        set(itemCol(), value);
        return this;
    }

    /** Sets the column that scoring adds for logits. */
    public InverseLearningModel setLogitCol(String value) {
        set(logitCol(), value);
        return this;
    }

    /** Sets the column that scoring adds for the probability of POSITIVE. */
    public InverseLearningModel setProbabilityCol(String value) {
        set(probabilityCol(), value);
        return this;
    }

    /** Sets what becomes of rows whose user or item is unknown: prior, nan or drop. */
    public InverseLearningModel setColdStartStrategy(String value) {
        set(coldStartStrategy(), value);
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Columns.checkId(schema, Columns.text(this, userCol()), "userCol");
        Columns.checkId(schema, Columns.text(this, itemCol()), "itemCol");
        return Columns.scored(schema, Columns.text(this, logitCol()), Columns.text(this, probabilityCol()));
    }

    /** Adds the logit and the probability of POSITIVE to each row. */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        Parts known = parts();
        String cold = Columns.text(this, coldStartStrategy());
        Dataset<Row> users = known.users().select(functions.col(UserRows.ID).as(USER), functions.col(UserRows.VALUES).as(VALUES));
        Column user = Columns.column(dataset, Columns.text(this, userCol())).cast(DataTypes.StringType);
        Column item = Columns.column(dataset, Columns.text(this, itemCol())).cast(DataTypes.StringType);
        Dataset<Row> joined = dataset.toDF().withColumn(ITEM, item)
                .join(users, user.equalTo(users.col(USER)), "left_outer").drop(USER);
        Dataset<Row> scored = joined.mapPartitions(
                new Scoring(broadcast(dataset.sparkSession()), dataset.columns().length, cold.equals("prior")), Encoders.row(schema));
        return cold.equals("drop") ? scored.filter(functions.not(functions.isnan(Columns.column(scored, Columns.text(this, logitCol()))))) : scored;
    }

    private Broadcast<ItemSide> broadcast(SparkSession session) {
        return new JavaSparkContext(session.sparkContext()).broadcast(parts().items());
    }

    /**
     * Returns the best items of every user that the model knows.
     *
     * @param n how many
     * @return user, and {@code recommendations}: an array of item and probability, best first
     */
    public Dataset<Row> recommendForAllUsers(int n) {
        return recommend(parts().users(), n);
    }

    /**
     * Returns the best items of some users; those that the model does not know are left out.
     *
     * @param dataset has the column of users
     * @param n how many items
     * @return as {@link #recommendForAllUsers}
     */
    public Dataset<Row> recommendForUserSubset(Dataset<?> dataset, int n) {
        Dataset<Row> users = parts().users();
        Dataset<Row> some = dataset.select(Columns.column(dataset, Columns.text(this, userCol())).cast(DataTypes.StringType).as(USER)).distinct();
        return recommend(users.join(some, users.col(UserRows.ID).equalTo(some.col(USER)), "left_semi"), n);
    }

    private Dataset<Row> recommend(Dataset<Row> users, int n) {
        if (n < 1) {
            throw new InvalidInputException("n is " + n + "; a list has at least 1 item");
        }
        String user = Columns.text(this, userCol());
        String item = Columns.text(this, itemCol());
        String probability = Columns.text(this, probabilityCol());
        StructType entry = new StructType().add(item, DataTypes.StringType, false).add(probability, DataTypes.DoubleType, false);
        StructType typed = new StructType().add(item, parts().itemType()).add(probability, DataTypes.DoubleType);
        StructType schema = new StructType()
                .add(user, DataTypes.StringType, false).add("recommendations", DataTypes.createArrayType(entry, false), false);
        return users.select(UserRows.ID, UserRows.VALUES)
                .mapPartitions(new Ranking(broadcast(users.sparkSession()), n), Encoders.row(schema))
                .select(functions.col(Columns.quoted(user)).cast(parts().userType()).as(user),
                        functions.col("recommendations").cast(DataTypes.createArrayType(typed)).as("recommendations"));
    }

    /**
     * Writes the model as one safetensors file, the same that the command line and the server read. All users come to the driver for it.
     *
     * @throws InvalidInputException if there are more users than one file holds, or it cannot be written
     */
    public void toObverse(Path file) {
        ModelFiles.write(file, parts());
    }

    @Override
    public InverseLearningModel copy(ParamMap extra) {
        InverseLearningModel copied = new InverseLearningModel(uid, parts());
        copyValues(copied, extra);
        copied.setParent(parent());
        return copied;
    }

    /** Writes the model: params, items and weights as a safetensors file, users as Parquet. */
    @Override
    public MLWriter write() {
        return new ModelWriter(this);
    }

    /** Writes the params alone, as Spark does. */
    MLWriter paramsWriter() {
        return DefaultParamsWritable.super.write();
    }

    /** Reads a model. */
    public static MLReader<InverseLearningModel> read() {
        return new ModelReader();
    }

    /** Reads a model from this path. */
    public static InverseLearningModel load(String path) {
        return read().load(path);
    }

    /** Reads the params of a model alone. */
    static final class ParamsReadable implements DefaultParamsReadable<InverseLearningModel> {}

    @Override
    public String toString() {
        return "InverseLearningModel: uid=" + uid + ", items=" + (parts == null ? 0 : numItems());
    }
}
