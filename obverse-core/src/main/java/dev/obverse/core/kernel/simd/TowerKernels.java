package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.PairRows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What a tower does besides matrix products: between the rows of distinct ids and those of pairs, and from the logits to its top. */
final class TowerKernels {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private TowerKernels() {}

    static void reluOfSums(
            PairRows userRows, float[] users, PairRows itemRows, float[] items, float[] bias, float[] y, int ld, int width,
            int from, int to) {
        int[] userSlots = userRows.slotOfPair();
        int[] itemSlots = itemRows.slotOfPair();
        for (int i = from; i < to; i++) {
            int userAt = (1 + userSlots[i]) * ld;
            int itemAt = (1 + itemSlots[i]) * ld;
            int at = i * ld;
            for (int o = 0; o < width; o += L) {
                FloatVector.fromArray(S, users, userAt + o)
                        .add(FloatVector.fromArray(S, items, itemAt + o))
                        .add(FloatVector.fromArray(S, bias, o))
                        .max(0f)
                        .intoArray(y, at + o);
            }
        }
    }

    static void sumPairs(PairRows rows, float[] values, float[] sums, int ld, int width, int from, int to) {
        int[] pairs = rows.pairs();
        int[] starts = rows.starts();
        for (int slot = from; slot < to; slot++) {
            int start = starts[slot];
            int end = starts[slot + 1];
            int first = pairs[start] * ld;
            int at = (1 + slot) * ld;
            for (int o = 0; o < width; o += L) {
                FloatVector sum = FloatVector.fromArray(S, values, first + o);
                for (int j = start + 1; j < end; j++) {
                    sum = sum.add(FloatVector.fromArray(S, values, pairs[j] * ld + o));
                }
                sum.intoArray(sums, at + o);
            }
        }
    }

    /** Two vectors of columns at a time, kept in registers over all rows. */
    static void sumRows(float[] values, int ld, float[] sums, int at, int width, int from, int to) {
        int whole = width - width % (2 * L);
        for (int o = 0; o < whole; o += 2 * L) {
            FloatVector a = FloatVector.zero(S);
            FloatVector b = FloatVector.zero(S);
            for (int row = from * ld + o; row < to * ld; row += ld) {
                a = a.add(FloatVector.fromArray(S, values, row));
                b = b.add(FloatVector.fromArray(S, values, row + L));
            }
            a.intoArray(sums, at + o);
            b.intoArray(sums, at + o + L);
        }
        for (int o = whole; o < width; o++) {
            float sum = 0;
            for (int i = from; i < to; i++) {
                sum += values[i * ld + o];
            }
            sums[at + o] = sum;
        }
    }

    static void reluReadoutGradients(float[] slopes, float[] w, int at, float[] y, float[] dy, int ld, int width, int from, int to) {
        FloatVector zero = FloatVector.zero(S);
        int whole = width - width % L;
        for (int i = from; i < to; i++) {
            int row = i * ld;
            for (int o = 0; o < whole; o += L) {
                FloatVector gradient = FloatVector.fromArray(S, w, at + o).mul(slopes[i]);
                zero.blend(gradient, FloatVector.fromArray(S, y, row + o).compare(VectorOperators.GT, 0f)).intoArray(dy, row + o);
            }
            for (int o = whole; o < width; o++) {
                dy[row + o] = y[row + o] > 0 ? slopes[i] * w[at + o] : 0f;
            }
        }
    }
}
