package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
import scala.Tuple2;

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

    private final JavaSparkContext context;
    private final Dataset<Row> rows;
    private final BlockRules rules;
    private final int blocks;

    LogOnCluster(Dataset<?> data, Columns columns, BlockRules rules, int blocks) {
        this.context = new JavaSparkContext(data.sparkSession().sparkContext());
        this.rules = rules;
        this.blocks = blocks;
        Column valid = columns.validation() == null ? functions.lit(false)
                : functions.coalesce(data.col(columns.validation()).cast(DataTypes.BooleanType), functions.lit(false));
        Column time = columns.time() == null ? functions.lit(0) : data.col(columns.time());
        this.rows = data.toDF().select(
                data.col(columns.user()).cast(DataTypes.StringType).as(USER), data.col(columns.item()).cast(DataTypes.StringType).as(ITEM),
                data.col(columns.label()).cast(DataTypes.DoubleType).as(LABEL), valid.as(VALID), time.as(TIME));
    }

    /** Returns the items of the training rows, in the order of their text in UTF-8. */
    Vocabulary items() {
        Vocabulary.Builder items = new Vocabulary.Builder();
        rows.filter(functions.not(functions.col(VALID)).and(functions.col(ITEM).isNotNull()))
                .select(functions.col(ITEM).cast(DataTypes.BinaryType)).distinct().collectAsList().stream()
                .map(row -> row.<byte[]>getAs(0))
                .sorted(Arrays::compareUnsigned)
                .forEach(id -> items.add(new String(id, StandardCharsets.UTF_8)));
        Vocabulary all = items.build();
        if (all.size() == 0) {
            throw new InvalidInputException("the log has no training row: check the columns " + rules.userCol() + ", " + rules.itemCol()
                    + " and, if there is one, the validation column");
        }
        return all;
    }

    /** Returns the heavy users, in the order of their ids. */
    List<String> heavyUsers() {
        if (blocks == 1) {
            return List.of();
        }
        // No more than these can have so large a share each.
        int shares = SHARES_OF_A_BLOCK * blocks;
        return rows.filter(functions.col(USER).isNotNull()).groupBy(USER).count().toJavaRDD()
                .treeAggregate(new ActiveUsers(shares), ActiveUsers::add, ActiveUsers::add)
                .above(1.0 / shares);
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

    /**
     * What is known of all blocks together.
     *
     * @param census what they were made of
     * @param heavyRows training rows of heavy users
     */
    record Together(BlockCensus census, HeavyRows heavyRows) {}

    /** Makes the blocks, and puts together what is known of them. */
    static Together make(JavaRDD<UserBlock> blocks) {
        List<Tuple2<BlockCensus, HeavyRows>> made = blocks.map(block -> new Tuple2<>(block.census(), HeavyRows.in(block))).collect();
        return new Together(
                made.stream().map(Tuple2::_1).reduce(BlockCensus.NOTHING, BlockCensus::plus), HeavyRows.together(made.stream().map(Tuple2::_2).toList()));
    }

    JavaSparkContext context() {
        return context;
    }
}
