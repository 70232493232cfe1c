package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The files of a model: all of it as one safetensors file, or items and weights as such a file without users beside the users as Parquet. Both
 * record the types of the columns of ids.
 */
final class ModelFiles {
    private static final String ITEMS = "items.safetensors";
    private static final String USERS = "users";
    private static final String USER_TYPE = "spark.user.type";
    private static final String ITEM_TYPE = "spark.item.type";
    private static final String USER_COUNT = "spark.users";

    private ModelFiles() {}

    /** Writes one file that holds all, users in the order of their ids. */
    static void write(Path file, InverseLearningModel.Parts parts) {
        Dataset<Row> users = parts.users().orderBy(UserRows.ID);
        long count = users.count();
        if (count > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(count + " users are more than one model file holds (2^31): save the model instead, and score on Spark");
        }
        ModelFile.write(file, whole(parts, users.toLocalIterator(), (int) count));
    }

    private static Recommender whole(InverseLearningModel.Parts parts, Iterator<Row> rows, int count) {
        ItemSide.Window window = parts.items().window(count, new ScalarKernels());
        Vocabulary.Builder ids = new Vocabulary.Builder();
        HistoryBuilder history = new HistoryBuilder(count);
        for (int user = 0; user < count; user++) {
            Row row = rows.next();
            ids.add(row.getAs(UserRows.ID));
            window.tables().putUser(user, UserRows.floats(row.getAs(UserRows.VALUES)));
            history.add(user, row.getAs(UserRows.ITEMS), row.getAs(UserRows.LABELS));
        }
        return recommender(parts, window.model(), ids.build(), history.build());
    }

    private static Recommender recommender(
            InverseLearningModel.Parts parts, RecommenderModel model, Vocabulary users, @Nullable TrainingHistory history) {
        return recommender(parts, model, users, history, Map.of());
    }

    private static Recommender recommender(
            InverseLearningModel.Parts parts, RecommenderModel model, Vocabulary users, @Nullable TrainingHistory history,
            Map<String, String> more) {
        Map<String, String> provenance = new HashMap<>(more);
        provenance.put(USER_TYPE, parts.userType().json());
        provenance.put(ITEM_TYPE, parts.itemType().json());
        return new Recommender(model, parts.items().config(), users, parts.items().ids().vocabulary(), history, provenance);
    }

    /** Collects the training rows of one user after the other; there are none as soon as one user has none recorded. */
    private static final class HistoryBuilder {
        private final long[] offsets;
        private final List<int[]> items = new ArrayList<>();
        private final List<byte[]> labels = new ArrayList<>();
        private boolean known = true;

        HistoryBuilder(int users) {
            offsets = new long[users + 1];
        }

        void add(int user, byte @Nullable [] itemBytes, byte @Nullable [] codes) {
            if (itemBytes == null || codes == null) {
                known = false;
                return;
            }
            items.add(UserRows.ints(itemBytes));
            labels.add(codes);
            offsets[user + 1] = offsets[user] + codes.length;
        }

        @Nullable TrainingHistory build() {
            long rows = offsets[offsets.length - 1];
            if (!known || rows > Integer.MAX_VALUE - 8) {
                return null;
            }
            int[] allItems = new int[(int) rows];
            byte[] allLabels = new byte[(int) rows];
            int at = 0;
            for (int user = 0; user < items.size(); user++) {
                System.arraycopy(items.get(user), 0, allItems, at, items.get(user).length);
                System.arraycopy(labels.get(user), 0, allLabels, at, items.get(user).length);
                at += items.get(user).length;
            }
            return new TrainingHistory(offsets, allItems, allLabels);
        }
    }

    /**
     * Refuses a folder in which users of the model lie: they would be gone before they are read.
     *
     * @throws InvalidInputException if it is one
     */
    static void requireElsewhere(String folder, SparkSession session, InverseLearningModel.Parts parts) throws IOException {
        String inside = qualified(folder, session) + "/";
        for (String file : parts.users().inputFiles()) {
            if (qualified(file, session).startsWith(inside)) {
                throw new InvalidInputException("the model was read from " + folder + " and cannot be written over itself: save it to another folder");
            }
        }
    }

    /** Writes users to files and items and weights to another one, in a folder of any file system that Spark knows. */
    static void save(String folder, SparkSession session, InverseLearningModel.Parts parts) {
        String userFolder = new org.apache.hadoop.fs.Path(folder, USERS).toString();
        parts.users().write().parquet(userFolder);
        String count = Long.toString(session.read().schema(UserRows.SCHEMA).parquet(userFolder).count());
        ItemSide items = parts.items();
        RecommenderModel model = items.window(0, new ScalarKernels()).model();
        Path local = null;
        try {
            local = Files.createTempFile("obverse", ".safetensors");
            ModelFile.write(local, recommender(parts, model, Vocabulary.of(List.of()), null, Map.of(USER_COUNT, count)));
            org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(folder, ITEMS);
            fileSystem(target, session).copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toUri()), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(local);
        }
    }

    /** Reads what {@link #save} has written. */
    static InverseLearningModel.Parts load(String folder, SparkSession session) {
        org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(folder, ITEMS);
        Path local = null;
        try {
            local = Files.createTempFile("obverse", ".safetensors");
            fileSystem(source, session).copyToLocalFile(false, source, new org.apache.hadoop.fs.Path(local.toUri()), true);
            Recommender recommender = ModelFile.read(local, new ScalarKernels());
            Dataset<Row> users = session.read().schema(UserRows.SCHEMA).parquet(new org.apache.hadoop.fs.Path(folder, USERS).toString());
            requireAll(recommender, users, folder);
            return parts(recommender, users);
        } catch (IOException e) {
            throw new InvalidInputException(folder + " holds no model that can be read: " + e.getMessage(), e);
        } finally {
            delete(local);
        }
    }

    private static void requireAll(Recommender recommender, Dataset<Row> users, String folder) {
        String count = recommender.provenance().get(USER_COUNT);
        long found = count == null ? 0 : users.count();
        if (count != null && !count.equals(Long.toString(found))) {
            throw new InvalidInputException(folder + " has " + found + " users, where the model was written with " + count + ": it is not whole");
        }
    }

    private static InverseLearningModel.Parts parts(Recommender recommender, Dataset<Row> users) {
        TrainingConfig config = recommender.config();
        ItemSide items = ItemSide.of(config, new ItemIds(recommender.items()), recommender.model());
        return new InverseLearningModel.Parts(
                items, users, type(recommender, USER_TYPE), type(recommender, ITEM_TYPE), List.of());
    }

    private static DataType type(Recommender recommender, String key) {
        return DataType.fromJson(recommender.provenance().getOrDefault(key, "\"string\""));
    }

    private static String qualified(String path, SparkSession session) throws IOException {
        org.apache.hadoop.fs.Path given = new org.apache.hadoop.fs.Path(path);
        return fileSystem(given, session).makeQualified(given).toString();
    }

    private static FileSystem fileSystem(org.apache.hadoop.fs.Path path, SparkSession session) throws IOException {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        return path.getFileSystem(configuration);
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
