package dev.obverse.core.kernel.simd;

import dev.obverse.core.kernel.PairRows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Between the rows of distinct ids and those of pairs: what the first layer of a tower takes from the one to the other, and back. */
final class PairKernels {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private PairKernels() {}

    static void reluOfSums(
            PairRows userRows, float[] users, PairRows itemRows, float[] items, float[] bias, float[] y, int ld, int width, int from, int to) {
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
}
