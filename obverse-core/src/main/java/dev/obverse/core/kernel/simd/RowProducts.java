package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Inner products of rows that lie anywhere: four at a time, so that the ways to them are under way together. */
final class RowProducts {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    private RowProducts() {}

    static void run(float[] x, int[] rowX, float[] y, int[] rowY, int width, float[] z, int n) {
        int done = L == 16 ? fours(x, rowX, y, rowY, width, z, n) : 0;
        singles(x, rowX, y, rowY, width, z, done, n);
    }

    /** Returns where it stopped. */
    private static int fours(float[] x, int[] rowX, float[] y, int[] rowY, int width, float[] z, int n) {
        int whole = width - width % L;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            int x0 = rowX[i] * width;
            int x1 = rowX[i + 1] * width;
            int x2 = rowX[i + 2] * width;
            int x3 = rowX[i + 3] * width;
            int y0 = rowY[i] * width;
            int y1 = rowY[i + 1] * width;
            int y2 = rowY[i + 2] * width;
            int y3 = rowY[i + 3] * width;
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            for (int k = 0; k < whole; k += L) {
                s0 = FloatVector.fromArray(S, x, x0 + k).fma(FloatVector.fromArray(S, y, y0 + k), s0);
                s1 = FloatVector.fromArray(S, x, x1 + k).fma(FloatVector.fromArray(S, y, y1 + k), s1);
                s2 = FloatVector.fromArray(S, x, x2 + k).fma(FloatVector.fromArray(S, y, y2 + k), s2);
                s3 = FloatVector.fromArray(S, x, x3 + k).fma(FloatVector.fromArray(S, y, y3 + k), s3);
            }
            FloatVector sums = Lanes.sums(s0, s1, s2, s3);
            z[i] = sums.lane(0);
            z[i + 1] = sums.lane(8);
            z[i + 2] = sums.lane(4);
            z[i + 3] = sums.lane(12);
            for (int k = whole; k < width; k++) {
                z[i] += x[x0 + k] * y[y0 + k];
                z[i + 1] += x[x1 + k] * y[y1 + k];
                z[i + 2] += x[x2 + k] * y[y2 + k];
                z[i + 3] += x[x3 + k] * y[y3 + k];
            }
        }
        return i;
    }

    private static void singles(float[] x, int[] rowX, float[] y, int[] rowY, int width, float[] z, int from, int to) {
        int whole = width - width % L;
        for (int i = from; i < to; i++) {
            int xAt = rowX[i] * width;
            int yAt = rowY[i] * width;
            FloatVector sum = FloatVector.zero(S);
            for (int k = 0; k < whole; k += L) {
                sum = FloatVector.fromArray(S, x, xAt + k).fma(FloatVector.fromArray(S, y, yAt + k), sum);
            }
            z[i] = Lanes.sum(sum);
            for (int k = whole; k < width; k++) {
                z[i] += x[xAt + k] * y[yAt + k];
            }
        }
    }
}
