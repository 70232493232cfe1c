package dev.obverse.spark;

import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.model.TrainingHistory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The users of a model as rows: id as text, values (table behind table, little-endian floats), and, where they are kept, the dense items
 * (little-endian ints) and the label codes of the training rows.
 */
final class UserRows {
    static final String ID = "id";
    static final String VALUES = "values";
    static final String ITEMS = "items";
    static final String LABELS = "labels";

    static final StructType SCHEMA = new StructType()
            .add(ID, DataTypes.StringType, false)
            .add(VALUES, DataTypes.BinaryType, false)
            .add(ITEMS, DataTypes.BinaryType, true)
            .add(LABELS, DataTypes.BinaryType, true);

    private UserRows() {}

    /** Returns the users of a run: those of the blocks, and the heavy ones. */
    static Dataset<Row> of(SparkSession session, Training.Result run, boolean history) {
        int[] widths = one(run.config(), 1).userWidths();
        JavaRDD<Row> own = run.blocks().zipPartitions(run.own(), (block, state) -> ofBlock(block.next(), state.next(), widths, history));
        JavaRDD<Row> all = own;
        if (!run.heavyUsers().isEmpty()) {
            JavaSparkContext context = new JavaSparkContext(session.sparkContext());
            all = own.union(context.parallelize(heavy(run, history), 1));
        }
        return session.createDataFrame(all, SCHEMA);
    }

    private static Tables one(TrainingConfig config, int users) {
        return new Tables(Architecture.of(config).blank(users, 1, new ScalarKernels()).parameters(), users);
    }

    private static Iterator<Row> ofBlock(UserBlock block, BlockState state, int[] widths, boolean history) {
        Vocabulary ids = block.ids();
        TrainingHistory rows = history ? TrainingHistory.of(block.train(), block.users()) : null;
        return IntStream.range(0, ids.size())
                .mapToObj(user -> row(ids.id(user), values(state.own(), widths, ids.size(), user), rows, block.sharedUsers() + user))
                .iterator();
    }

    /** Puts the rows of a user in all tables one behind the other, without optimizer state. */
    private static float[] values(float[][] tables, int[] widths, int users, int user) {
        float[] values = new float[Arrays.stream(widths).sum()];
        int at = 0;
        for (int t = 0; t < tables.length; t++) {
            System.arraycopy(tables[t], user * (tables[t].length / users), values, at, widths[t]);
            at += widths[t];
        }
        return values;
    }

    private static List<Row> heavy(Training.Result run, boolean history) {
        int users = run.heavyUsers().size();
        TrainingHistory rows = history ? TrainingHistory.of(run.heavyRows().interactions(), users) : null;
        Tables tables = one(run.config(), users);
        tables.load(run.shared());
        List<Row> all = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            all.add(row(run.heavyUsers().get(user), tables.user(user), rows, user));
        }
        return all;
    }

    private static Row row(String id, float[] values, @Nullable TrainingHistory history, int user) {
        if (history == null) {
            return RowFactory.create(id, bytes(values), null, null);
        }
        int from = (int) history.offsets()[user];
        int to = (int) history.offsets()[user + 1];
        return RowFactory.create(
                id, bytes(values), bytes(Arrays.copyOfRange(history.items(), from, to)), Arrays.copyOfRange(history.labels(), from, to));
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static byte[] bytes(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    static int[] ints(byte[] bytes) {
        int[] values = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
        return values;
    }
}
