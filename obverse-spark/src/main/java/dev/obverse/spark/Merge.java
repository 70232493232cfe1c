package dev.obverse.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * How rows that several blocks have changed become one. With theta the row before the round, theta_p the row of block p, and k the number of
 * blocks that changed it,
 *
 * <pre>
 *   theta' = theta + k^-b * sum over those p of (theta_p - theta)
 * </pre>
 *
 * and the optimizer state of the row is the plain mean over them. A row that one block alone changed is taken as it is. b = 1 averages
 * (McMahan et al., AISTATS 2017; local SGD: Stich, ICLR 2019), but over the blocks that touched the row, so that a rare item is not held back by
 * blocks that never saw it; b = 0 adds (Dean et al., NIPS 2012, with a barrier). The default, b = 1/2, lets a change that all blocks agree on
 * grow with the square root of their number and keeps what is noise as large as one block makes it: the square-root rule for Adam of Malladi
 * et al., NeurIPS 2022. docs/spark.md has what each costs.
 *
 * <p>The sum goes by block number, so the order in which blocks come in changes no bit.
 *
 * @param exponent b
 */
record Merge(double exponent) implements Serializable {
    /** Merges rows of one matrix; {@code earlier} has them as they were when the round began. */
    Rows of(Iterable<? extends RoundMessage> changed, EarlierRows earlier) {
        List<Rows> ordered = StreamSupport.stream(changed.spliterator(), false).map(Rows.class::cast).sorted(Comparator.comparingInt(Rows::block)).toList();
        int matrix = ordered.get(0).matrix();
        int[] ids = union(ordered);
        float[] before = earlier.rows(matrix, ids);
        float[] values = new float[before.length];
        int[] blocks = new int[ids.length];
        Shape shape = earlier.shape(matrix);
        for (Rows rows : ordered) {
            add(rows, ids, values, blocks, before, shape.stride());
        }
        for (int i = 0; i < ids.length; i++) {
            if (blocks[i] > 1) {
                finish(values, before, i * shape.stride(), shape, blocks[i]);
            }
        }
        return new Rows(-1, matrix, ids, values);
    }

    private static int[] union(List<Rows> all) {
        int[] ids = all.stream().flatMapToInt(rows -> Arrays.stream(rows.ids())).toArray();
        Arrays.sort(ids);
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (i == 0 || ids[i] != ids[i - 1]) {
                ids[count++] = ids[i];
            }
        }
        return Arrays.copyOf(ids, count);
    }

    /** The first block's row is kept as it is; from the second on, {@code values} holds the sum of the changes. */
    private static void add(Rows rows, int[] ids, float[] values, int[] blocks, float[] before, int stride) {
        int slot = 0;
        for (int i = 0; i < rows.ids().length; i++) {
            while (ids[slot] != rows.ids()[i]) {
                slot++;
            }
            int into = slot * stride;
            blocks[slot]++;
            if (blocks[slot] == 1) {
                System.arraycopy(rows.values(), i * stride, values, into, stride);
                continue;
            }
            for (int j = 0; j < stride; j++) {
                float sum = blocks[slot] == 2 ? values[into + j] - before[into + j] : values[into + j];
                values[into + j] = sum + (rows.values()[i * stride + j] - before[into + j]);
            }
        }
    }

    private void finish(float[] values, float[] before, int at, Shape shape, int blocks) {
        float scale = (float) Math.pow(blocks, -exponent);
        for (int j = at; j < at + shape.width(); j++) {
            values[j] = before[j] + scale * values[j];
        }
        for (int j = at + shape.width(); j < at + shape.stride(); j++) {
            values[j] = before[j] + values[j] / blocks;
        }
    }
}
