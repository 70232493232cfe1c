package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * A log as a run needs it: ids as text, items by dense ids in the order of their text, users in blocks by the hash of their id. A user with more
 * than a quarter of a block's fair share of the rows is heavy: the rows of such users are spread over all blocks by item, so that the most active
 * user does not decide how long a round takes. There are fewer than four times as many of them as blocks.
 */
final class LogOnCluster {
    private static final int SHARES_OF_A_BLOCK = 4;
    private static final String USER = "user";
    private static final String ITEM = "item";
    private static final String LABEL = "label";
    private static final String VALID = "valid";
    private static final String TIME = "time";
    private static final String KEY = "key";
    private static final String OF_USER = "of_user";
    private static final String ID = "id";

    private final JavaSparkContext context;
    private final Dataset<Row> rows;
    private final BlockRules rules;
    private final int blocks;

    LogOnCluster(Dataset<?> data, Columns columns, BlockRules rules, int blocks) {
        this.context = new JavaSparkContext(data.sparkSession().sparkContext());
        this.rules = rules;
        this.blocks = blocks;
        Column valid = columns.validation() == null ? functions.lit(false)
                : functions.coalesce(Columns.column(data, columns.validation()).cast(DataTypes.BooleanType), functions.lit(false));
        Column time = columns.time() == null ? functions.lit(0) : Columns.column(data, columns.time());
        this.rows = data.toDF().select(
                Columns.column(data, columns.user()).cast(DataTypes.StringType).as(USER), Columns.column(data, columns.item()).cast(DataTypes.StringType).as(ITEM),
                Columns.column(data, columns.label()).cast(DataTypes.DoubleType).as(LABEL), valid.as(VALID), time.as(TIME));
    }

    /**
     * What blocks are made by.
     *
     * @param items the items of the training rows
     * @param heavyUsers the heavy users, in the order of their ids
     */
    record Keys(Vocabulary items, List<String> heavyUsers) {}

    /** Finds items and heavy users in one look at the log. */
    Keys keys() {
        // No more users than these can have so large a share each.
        int shares = SHARES_OF_A_BLOCK * blocks;
        Column user = key(true, functions.col(USER));
        Column item = key(false, functions.when(functions.not(functions.col(VALID)), functions.col(ITEM)));
        LogKeys found = rows.select(functions.explode(blocks == 1 ? functions.array(item) : functions.array(user, item)).as(KEY))
                .select(KEY + ".*").filter(functions.col(ID).isNotNull()).groupBy(OF_USER, ID).count().toJavaRDD()
                .treeAggregate(new LogKeys(shares), LogKeys::add, LogKeys::add);
        Vocabulary items = found.items();
        if (items.size() == 0) {
            throw new InvalidInputException("the log has no training row: check the columns " + rules.userCol() + ", " + rules.itemCol()
                    + " and, if there is one, the validation column");
        }
        return new Keys(items, found.usersAbove(1.0 / shares));
    }

    private static Column key(boolean ofUser, Column id) {
        return functions.struct(functions.lit(ofUser).as(OF_USER), id.cast(DataTypes.BinaryType).as(ID));
    }

    /** Returns the blocks, not yet made. */
    JavaRDD<UserBlock> blocks(Broadcast<ItemIds> items, List<String> heavyUsers) {
        HashMap<String, Integer> heavy = new HashMap<>();
        heavyUsers.forEach(user -> heavy.put(user, heavy.size()));
        Column item = functions.udf((UDF1<String, Integer>) id -> items.value().indexOf(id), DataTypes.IntegerType).apply(functions.col(ITEM));
        Column spread = heavyUsers.isEmpty() ? functions.lit(0)
                : functions.when(functions.col(USER).isin(heavyUsers.toArray()), functions.col(ITEM)).otherwise(functions.lit(0));
        Dataset<Row> placed = rows
                .withColumn(ITEM, functions.when(functions.col(ITEM).isNotNull(), item))
                .repartition(blocks, functions.col(USER), spread)
                .sortWithinPartitions(USER, ITEM, TIME, LABEL)
                .select(USER, ITEM, LABEL, VALID);
        BlockRules read = rules;
        return placed.toJavaRDD().mapPartitionsWithIndex(
                (index, log) -> List.of(new UserBlockReader(index, heavy, read).read(log)).iterator(), false);
    }

    JavaSparkContext context() {
        return context;
    }
}
