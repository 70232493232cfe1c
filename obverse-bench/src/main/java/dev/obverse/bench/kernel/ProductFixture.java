package dev.obverse.bench.kernel;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.PairRows;
import dev.obverse.core.kernel.Side;
import java.util.Arrays;

/** The factorized term over a batch of skewed ids: rows are gathered from tables with Adam's state behind each row. */
final class ProductFixture {
    private static final int WIDTH = Fixtures.WIDTH;
    private static final int STRIDE = 3 * WIDTH;

    private final Kernels kernels;
    private final Side users = side(Fixtures.USERS, 1.5, 1);
    private final Side items = side(Fixtures.ITEMS, 2, 2);
    private final float[] w = Fixtures.normals(WIDTH, 3);
    private final float[] dlogits = Fixtures.normals(Fixtures.BATCH, 4);
    private final float[] logits = new float[Fixtures.BATCH];
    private final float[] sums = new float[Fixtures.BATCH * WIDTH];
    private final float[] dw = new float[WIDTH];

    ProductFixture(Kernels kernels) {
        this.kernels = kernels;
    }

    private static Side side(int rows, double exponent, long seed) {
        int[] ids = Fixtures.skewedIds(rows, exponent, seed);
        PairRows distinct = Fixtures.rows(ids);
        Side side = new Side(distinct);
        side.set(Fixtures.normals(rows * STRIDE, seed), STRIDE, ids, distinct);
        return side;
    }

    float[] logits() {
        Arrays.fill(logits, 0f);
        kernels.productLogits(users, items, 0, WIDTH, w, 0, logits, 0, Fixtures.BATCH);
        return logits;
    }

    float[] itemGradients() {
        Arrays.fill(sums, 0f);
        kernels.productGradients(items, users, 0, WIDTH, w, 0, dlogits, sums, WIDTH, 0, slots(items));
        return sums;
    }

    /** As training does it: the gradient of w comes with that of the users. */
    float[] userGradients() {
        Arrays.fill(sums, 0f);
        Arrays.fill(dw, 0f);
        kernels.productGradientsWithWeights(users, items, 0, WIDTH, w, 0, dlogits, sums, WIDTH, dw, 0, 0, slots(users));
        return sums;
    }

    /** Gathers, scores and goes back on both sides. */
    float[] scoreAndGradients() {
        logits();
        userGradients();
        return itemGradients();
    }

    private static int slots(Side side) {
        return side.rows().rows().size();
    }
}
