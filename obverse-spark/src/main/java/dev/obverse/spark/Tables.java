package dev.obverse.spark;

import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parameters of a block's model, divided into what is shared by all blocks (rows of items, rows of heavy users, which come first, and
 * weights) and what is the block's own (the rows of its other users). A matrix of {@link Shared} is a table, or, behind the tables, a weight as
 * one row. Rows are copied with as much optimizer state as both sides have room for.
 */
final class Tables {
    private static final String USERS = "user_";

    private final List<EmbeddingTable> tables;
    private final List<Weights> weights;
    private final int sharedUsers;

    Tables(Parameters parameters, int sharedUsers) {
        this.tables = parameters.tables();
        this.weights = parameters.weights();
        this.sharedUsers = sharedUsers;
    }

    /** A table of users is one whose tensors the model file names so. */
    static boolean ofUsers(EmbeddingTable table) {
        return table.tensors().get(0).name().startsWith(USERS);
    }

    private int sharedRows(EmbeddingTable table) {
        return ofUsers(table) ? sharedUsers : table.rows();
    }

    private Shape shape(int matrix) {
        if (matrix < tables.size()) {
            EmbeddingTable table = tables.get(matrix);
            return new Shape(sharedRows(table), table.width(), table.stride());
        }
        Weights weight = weights.get(matrix - tables.size());
        return new Shape(1, weight.size(), weight.data().length);
    }

    private float[] data(int matrix) {
        return matrix < tables.size() ? tables.get(matrix).data() : weights.get(matrix - tables.size()).data();
    }

    private int matrices() {
        return tables.size() + weights.size();
    }

    /** Returns a copy of what is shared. */
    Shared shared() {
        Shape[] shapes = new Shape[matrices()];
        float[][] data = new float[matrices()][];
        for (int m = 0; m < shapes.length; m++) {
            shapes[m] = shape(m);
            data[m] = Arrays.copyOf(data(m), Math.multiplyExact(shapes[m].rows(), shapes[m].stride()));
        }
        return new Shared(shapes, data);
    }

    /** Takes over what is shared, as far as there is room for its rows. */
    void load(Shared shared) {
        for (int m = 0; m < matrices(); m++) {
            Shape into = shape(m);
            Shape from = shared.shape(m);
            copyRows(shared.data(m), 0, from.stride(), data(m), 0, into.stride(), Math.min(into.rows(), from.rows()),
                    Math.min(into.stride(), from.stride()));
        }
    }

    /** Returns the rows of what is shared that are no longer as they were, matrix by matrix. */
    List<Rows> changes(Shared before, int block) {
        List<Rows> changes = new ArrayList<>();
        for (int m = 0; m < matrices(); m++) {
            if (!shape(m).equals(before.shape(m))) {
                throw new IllegalStateException("matrix " + m + " is of " + shape(m) + " here and was of " + before.shape(m));
            }
            Rows rows = changes(m, before.shape(m), before.data(m), block);
            if (rows.ids().length > 0) {
                changes.add(rows);
            }
        }
        return changes;
    }

    private Rows changes(int matrix, Shape shape, float[] before, int block) {
        float[] now = data(matrix);
        int stride = shape.stride();
        int[] changed = new int[shape.rows()];
        int count = 0;
        for (int row = 0; row < shape.rows(); row++) {
            int at = row * stride;
            if (!Arrays.equals(now, at, at + stride, before, at, at + stride)) {
                changed[count++] = row;
            }
        }
        int[] ids = Arrays.copyOf(changed, count);
        float[] values = new float[Math.multiplyExact(count, stride)];
        for (int i = 0; i < count; i++) {
            System.arraycopy(now, ids[i] * stride, values, i * stride, stride);
        }
        return new Rows(block, matrix, ids, values);
    }

    /** Returns a copy of the block's own rows, one array for each table of users, with their optimizer state. */
    float[][] own() {
        return userTables().stream()
                .map(table -> Arrays.copyOfRange(table.data(), sharedUsers * table.stride(), table.rows() * table.stride()))
                .toArray(float[][]::new);
    }

    /** Returns a copy of the values of the block's own rows, without optimizer state. */
    float[][] ownValues() {
        return userTables().stream().map(table -> values(table, sharedUsers)).toArray(float[][]::new);
    }

    private static float[] values(EmbeddingTable table, int from) {
        int rows = table.rows() - from;
        float[] values = new float[rows * table.width()];
        copyRows(table.data(), from, table.stride(), values, 0, table.width(), rows, table.width());
        return values;
    }

    /** Takes over the block's own rows. */
    void loadOwn(float[][] own) {
        List<EmbeddingTable> users = userTables();
        for (int t = 0; t < users.size(); t++) {
            EmbeddingTable table = users.get(t);
            int rows = table.rows() - sharedUsers;
            int stride = rows == 0 ? 0 : own[t].length / rows;
            copyRows(own[t], 0, stride, table.data(), sharedUsers, table.stride(), rows, Math.min(stride, table.stride()));
        }
    }

    /** Puts one user's values, table behind table, into a row. */
    void putUser(int row, float[] values) {
        int at = 0;
        for (EmbeddingTable table : userTables()) {
            System.arraycopy(values, at, table.data(), row * table.stride(), table.width());
            at += table.width();
        }
    }

    /** Returns one user's values, table behind table. */
    float[] user(int row) {
        float[] values = new float[Arrays.stream(userWidths()).sum()];
        int at = 0;
        for (EmbeddingTable table : userTables()) {
            System.arraycopy(table.data(), row * table.stride(), values, at, table.width());
            at += table.width();
        }
        return values;
    }

    /** Returns how many values a user has in each table of users. */
    int[] userWidths() {
        return userTables().stream().mapToInt(EmbeddingTable::width).toArray();
    }

    private List<EmbeddingTable> userTables() {
        return tables.stream().filter(Tables::ofUsers).toList();
    }

    private static void copyRows(float[] from, int fromRow, int fromStride, float[] into, int intoRow, int intoStride, int rows, int width) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, (fromRow + row) * fromStride, into, (intoRow + row) * intoStride, width);
        }
    }
}
