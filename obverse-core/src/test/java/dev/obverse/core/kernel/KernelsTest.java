package dev.obverse.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel of every provider against its formula in double precision; and however a loop is cut, the bits are the same. */
class KernelsTest {
    private static final int N = 37;
    private final SplitMix64 random = new SplitMix64(9);

    static List<Arguments> providersAndWidths() {
        List<Arguments> all = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            for (int width : new int[] {1, 3, 8, 15, 16, 31, 32, 33, 50, 64, 160}) {
                all.add(Arguments.of(kernels, width));
            }
        }
        return all;
    }

    private float[] values(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Side side(int rows, int stride) {
        int[] ids = new int[N];
        for (int i = 0; i < N; i++) {
            ids[i] = random.nextInt(8) == 0 ? -1 : random.nextInt(rows);
        }
        PairRows distinct = new PairRows(1);
        distinct.index(ids, N);
        Side side = new Side(distinct);
        side.set(values(rows * stride), stride, ids, distinct);
        return side;
    }

    private static void close(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(2e-5 + 2e-5 * Math.abs(expected)));
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void multiply(Kernels kernels, int width) {
        int items = 45;
        float[] rows = values(items * width);
        Panels panels = new Panels(width, items, kernels.panelWidth());
        panels.setTransposed(rows, 0, width, 0, panels.count());
        int ldq = width + 3;
        int lds = 64 + 16;
        float[] queries = values(N * ldq);
        float[] scores = new float[N * lds];
        kernels.multiply(queries, ldq, panels, scores, lds, 0, N);
        for (int u = 0; u < N; u++) {
            for (int i = 0; i < items; i++) {
                double expected = 0;
                for (int k = 0; k < width; k++) {
                    expected += (double) queries[u * ldq + k] * rows[i * width + k];
                }
                close(scores[u * lds + i], expected);
            }
        }
        float[] inParts = new float[N * lds];
        kernels.multiply(queries, ldq, panels, inParts, lds, 0, 14);
        kernels.multiply(queries, ldq, panels, inParts, lds, 14, N);
        assertThat(inParts).isEqualTo(scores);
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void productsAboveMarksWhatExceedsTheThresholdIn16Bits(Kernels kernels, int width) {
        int items = 300;
        int words = 3 * BytePanels.WIDTH / Long.SIZE + 1;
        BytePanels panels = new BytePanels(width, items);
        byte[] columns = new byte[items * width];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (byte) (random.nextInt(255) - 127);
            panels.set(i % width, i / width, columns[i]);
        }
        int ldq = width + 3;
        short[] queries = new short[N * ldq];
        short[] thresholds = new short[N];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = (short) (random.nextInt(1 << 16) - (1 << 15));
        }
        for (int u = 0; u < N; u++) {
            thresholds[u] = u == 3 ? Short.MIN_VALUE : u == 4 ? Short.MAX_VALUE : (short) (random.nextInt(1 << 16) - (1 << 15));
        }
        short[] scratch = new short[BytePanels.SCRATCH];
        long[] bits = new long[N * words];
        kernels.productsAbove(queries, ldq, panels, thresholds, scratch, bits, words, 0, N);
        for (int u = 0; u < N; u++) {
            for (int i = 0; i < 3 * BytePanels.WIDTH; i++) {
                int expected = 0;
                for (int k = 0; i < items && k < width; k++) {
                    expected += queries[u * ldq + k] * columns[i * width + k];
                }
                boolean set = (bits[u * words + i / Long.SIZE] >>> i & 1) == 1;
                assertThat(set).isEqualTo((short) expected > thresholds[u]);
            }
            assertThat(bits[u * words + words - 1]).isZero();
        }
        long[] inParts = new long[N * words];
        kernels.productsAbove(queries, ldq, panels, thresholds, scratch, inParts, words, 0, 13);
        kernels.productsAbove(queries, ldq, panels, thresholds, scratch, inParts, words, 13, N);
        assertThat(inParts).isEqualTo(bits);
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void aboveFindsWhatExceedsTheThresholdAndNoNaN(Kernels kernels, int width) {
        float[] a = values(width + 3);
        a[1] = Float.NaN;
        a[2] = Float.POSITIVE_INFINITY;
        for (float threshold : new float[] {Float.NEGATIVE_INFINITY, -0.5f, a[width], 0.3f, Float.POSITIVE_INFINITY, Float.NaN}) {
            int[] places = new int[width + 2];
            int[] expected = IntStream.range(0, width).filter(i -> a[1 + i] > threshold).toArray();
            int found = kernels.above(a, 1, 1 + width, threshold, places, 2);
            assertThat(Arrays.copyOfRange(places, 2, 2 + found)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void products(Kernels kernels, int width) {
        float[] x = values(5 * width);
        float[] y = values(7 * width);
        int[] rowX = random.permutation(N);
        int[] rowY = random.permutation(N);
        Arrays.setAll(rowX, i -> rowX[i] % 5);
        Arrays.setAll(rowY, i -> rowY[i] % 7);
        float[] z = new float[N];
        kernels.products(x, rowX, y, rowY, width, z, N);
        for (int i = 0; i < N; i++) {
            double expected = 0;
            for (int k = 0; k < width; k++) {
                expected += (double) x[rowX[i] * width + k] * y[rowY[i] * width + k];
            }
            close(z[i], expected);
            float[] alone = new float[1];
            kernels.products(x, new int[] {rowX[i]}, y, new int[] {rowY[i]}, width, alone, 1);
            assertThat(alone[0]).isEqualTo(z[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void productLogits(Kernels kernels, int width) {
        Side users = side(11, width + 5);
        Side items = side(7, 3 * width + 2);
        float[] w = values(width + 1);
        float[] logits = values(N);
        float[] before = logits.clone();
        kernels.productLogits(users, items, 2, width, w, 1, logits, 0, N);
        for (int i = 0; i < N; i++) {
            double expected = before[i];
            for (int k = 0; known(users, items, i) && k < width; k++) {
                expected += (double) w[1 + k] * value(users, i, 2 + k) * value(items, i, 2 + k);
            }
            close(logits[i], expected);
        }
        float[] inParts = before.clone();
        kernels.productLogits(users, items, 2, width, w, 1, inParts, 0, 5);
        kernels.productLogits(users, items, 2, width, w, 1, inParts, 5, N);
        assertThat(inParts).isEqualTo(logits);
    }

    private static boolean known(Side users, Side items, int pair) {
        return users.ids()[pair] >= 0 && items.ids()[pair] >= 0;
    }

    private static double value(Side side, int pair, int column) {
        return side.data()[side.ids()[pair] * side.stride() + column];
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void productGradients(Kernels kernels, int width) {
        Side users = side(11, width + 3);
        Side items = side(7, width + 3);
        float[] w = values(width);
        float[] d = values(N);
        int slots = users.rows().rows().size();
        float[] sums = new float[slots * (width + 3)];
        float[] withWeights = sums.clone();
        float[] dw = new float[width + 2];
        kernels.productGradients(users, items, 3, width, w, 0, d, sums, width + 3, 0, slots);
        kernels.productGradientsWithWeights(users, items, 3, width, w, 0, d, withWeights, width + 3, dw, 2, 0, slots);
        double[] expectedDw = new double[width];
        for (int slot = 0; slot < slots; slot++) {
            double[] expected = new double[width];
            for (int i = 0; i < N; i++) {
                for (int k = 0; users.ids()[i] == users.rows().rows().row(slot) && known(users, items, i) && k < width; k++) {
                    expected[k] += d[i] * w[k] * value(items, i, 3 + k);
                    expectedDw[k] += d[i] * value(users, i, 3 + k) * value(items, i, 3 + k);
                }
            }
            for (int k = 0; k < width; k++) {
                close(sums[slot * (width + 3) + 3 + k], expected[k]);
                close(withWeights[slot * (width + 3) + 3 + k], expected[k]);
            }
        }
        for (int k = 0; k < width; k++) {
            close(dw[2 + k], expectedDw[k]);
        }
        float[] inParts = new float[sums.length];
        kernels.productGradients(users, items, 3, width, w, 0, d, inParts, width + 3, 0, 4);
        kernels.productGradients(users, items, 3, width, w, 0, d, inParts, width + 3, 4, slots);
        assertThat(inParts).isEqualTo(sums);
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void reluOfSumsTakesAnUnknownIdForZeros(Kernels kernels, int width) {
        int ld = (width + 31) / 32 * 32 + 16;
        Side users = side(11, 1);
        Side items = side(7, 1);
        float[] ofUsers = values(12 * ld);
        float[] ofItems = values(8 * ld);
        Arrays.fill(ofUsers, 0, ld, 0f);
        Arrays.fill(ofItems, 0, ld, 0f);
        float[] bias = values(ld);
        float[] y = new float[N * ld];
        kernels.reluOfSums(users.rows(), ofUsers, items.rows(), ofItems, bias, y, ld, width, 0, N);
        for (int i = 0; i < N; i++) {
            for (int o = 0; o < width; o++) {
                close(y[i * ld + o], Math.max(0, bias[o] + row(users, i, ofUsers, ld, o) + row(items, i, ofItems, ld, o)));
            }
        }
        float[] inParts = new float[N * ld];
        kernels.reluOfSums(users.rows(), ofUsers, items.rows(), ofItems, bias, inParts, ld, width, 0, 5);
        kernels.reluOfSums(users.rows(), ofUsers, items.rows(), ofItems, bias, inParts, ld, width, 5, N);
        assertThat(inParts).isEqualTo(y);
    }

    private static double row(Side side, int pair, float[] rows, int ld, int column) {
        int slot = 0;
        while (side.ids()[pair] >= 0 && side.rows().rows().row(slot) != side.ids()[pair]) {
            slot++;
        }
        return side.ids()[pair] < 0 ? 0 : rows[(1 + slot) * ld + column];
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void sumPairs(Kernels kernels, int width) {
        int ld = (width + 31) / 32 * 32 + 16;
        Side users = side(11, 1);
        float[] values = values(N * ld);
        int slots = users.rows().rows().size();
        float[] sums = values((1 + slots) * ld);
        float[] before = sums.clone();
        kernels.sumPairs(users.rows(), values, sums, ld, width, 1, slots);
        for (int slot = 1; slot < slots; slot++) {
            for (int k = 0; k < width; k++) {
                double expected = 0;
                for (int i = 0; i < N; i++) {
                    expected += users.ids()[i] == users.rows().rows().row(slot) ? values[i * ld + k] : 0;
                }
                close(sums[(1 + slot) * ld + k], expected);
            }
        }
        assertThat(Arrays.copyOf(sums, 2 * ld)).isEqualTo(Arrays.copyOf(before, 2 * ld));
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void reluReadoutGradients(Kernels kernels, int width) {
        int ld = width + 3;
        float[] slopes = values(N);
        float[] w = values(width + 2);
        float[] y = values(N * ld);
        y[ld] = 0f;
        float[] dy = new float[N * ld];
        kernels.reluReadoutGradients(slopes, w, 2, y, dy, ld, width, 1, N);
        assertThat(Arrays.copyOf(dy, ld)).containsOnly(0f);
        for (int i = 1; i < N; i++) {
            for (int o = 0; o < ld; o++) {
                assertThat(dy[i * ld + o]).isEqualTo(o < width && y[i * ld + o] > 0 ? slopes[i] * w[2 + o] : 0f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void denseLayers(Kernels kernels, int in) {
        for (int out : new int[] {1, 7, 32, 40}) {
            DenseReference layer = new DenseReference(kernels, in, out, N, random);
            layer.checkForward();
            layer.checkInputGradients();
            layer.checkWeightGradients();
            layer.checkSumRows();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void vectors(Kernels kernels, int width) {
        float[] a = values(width + 3);
        float[] b = values(width + 4);
        double dot = 0;
        double sum = 0;
        float[] added = a.clone();
        kernels.add(added, 2, -1.5f, b, 3, width);
        for (int i = 0; i < width; i++) {
            dot += (double) a[2 + i] * b[3 + i];
            sum += a[i];
            close(added[2 + i], a[2 + i] - 1.5 * b[3 + i]);
        }
        close(kernels.dot(a, 2, b, 3, width), dot);
        assertThat(kernels.sum(a, width)).isCloseTo(sum, within(1e-9));
        float[] signs = b.clone();
        kernels.signs(signs, 1, 1 + width);
        assertThat(signs[0]).isEqualTo(b[0]);
        for (int i = 1; i <= width; i++) {
            close(signs[i], b[i] / (Math.abs(b[i]) + 1e-8));
        }
        float[] table = values(5 * (width + 2));
        float[] gathered = new float[4 * (width + 1)];
        kernels.gatherRows(table, width + 2, 1, new int[] {4, 1, 3}, width, gathered, 2, width + 1, 1, 3);
        float[] expected = new float[gathered.length];
        System.arraycopy(table, width + 2 + 1, expected, 2 + width + 1, width);
        System.arraycopy(table, 3 * (width + 2) + 1, expected, 2 + 2 * (width + 1), width);
        assertThat(gathered).isEqualTo(expected);
        float[] moved = new float[5 * (width + 2)];
        kernels.moveRows(moved, width + 2, new int[] {4, 1, 3}, width, values(3 * width), 0.5f, values(3 * width), 1, 2);
        assertThat(Arrays.copyOfRange(moved, width + 2, 2 * width + 2)).doesNotContain(0f);
        Arrays.fill(moved, width + 2, 2 * width + 2, 0f);
        assertThat(moved).containsOnly(0f);
    }

    @ParameterizedTest
    @MethodSource("providersAndWidths")
    void adamAndAdagradGiveTheSameBitsHoweverTheyAreCut(Kernels kernels, int width) {
        float[] values = new float[3 * width];
        System.arraycopy(values(width), 0, values, 0, width);
        float[] g = values(width);
        float[] whole = values.clone();
        float[] rows = values.clone();
        float[] adagrad = values.clone();
        for (int step = 0; step < 3; step++) {
            kernels.adam(whole, 0, width, width, g, 0, 0.01f, 2f, 0.1f);
            kernels.adamRows(rows, 3 * width, new int[] {0}, width, g, 0.01f, 2f, 0.1f, 0, 1);
            int cut = width / 2;
            kernels.adam(values, 0, width, cut, g, 0, 0.01f, 2f, 0.1f);
            kernels.adam(values, cut, width, width - cut, g, cut, 0.01f, 2f, 0.1f);
            kernels.adagrad(adagrad, 0, width, width, g, 0, 0.01f, 0.1f);
        }
        assertThat(values).isEqualTo(whole);
        assertThat(rows).isEqualTo(whole);
        assertThat(Arrays.copyOfRange(adagrad, width, 2 * width)).doesNotContain(0f);
    }
}
