package dev.obverse.bench.kernel;

import dev.obverse.core.kernel.BytePanels;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;

/** A block of items for a batch of users: which of their products in whole numbers are above a threshold, and products of some pairs. */
final class RankFixture {
    private static final int USERS = 255;
    private static final int ITEMS = 512;
    private static final int DEPTH = 64;
    private static final int WORDS = ITEMS / Long.SIZE;
    private static final int PAIRS = 400;
    /** So many standard deviations above the mean of 0 are few products. */
    private static final int RARE = 3;

    private final Kernels kernels;
    private final short[] queries = new short[USERS * DEPTH];
    private final BytePanels items = new BytePanels(DEPTH, ITEMS);
    private final short[] thresholds = new short[USERS];
    private final short[] scratch = new short[BytePanels.SCRATCH];
    private final long[] bits = new long[USERS * WORDS];
    private final float[] userRows = Fixtures.normals(USERS * DEPTH, 1);
    private final float[] itemRows = Fixtures.normals(ITEMS * DEPTH, 2);
    private final int[] users = new int[PAIRS];
    private final int[] places = new int[PAIRS];
    private final float[] products = new float[PAIRS];

    RankFixture(Kernels kernels) {
        this.kernels = kernels;
        SplitMix64 random = new SplitMix64(3);
        for (int i = 0; i < queries.length; i++) {
            queries[i] = (short) (random.nextInt(41) - 20);
        }
        for (int i = 0; i < ITEMS * DEPTH; i++) {
            items.set(i % DEPTH, i / DEPTH, (byte) (random.nextInt(41) - 20));
        }
        double deviation = (41 * 41 - 1) / 12.0 * Math.sqrt(DEPTH);
        Arrays.fill(thresholds, (short) (RARE * deviation));
        for (int i = 0; i < PAIRS; i++) {
            users[i] = random.nextInt(USERS);
            places[i] = random.nextInt(ITEMS);
        }
    }

    long[] productsAbove() {
        Arrays.fill(bits, 0);
        kernels.productsAbove(queries, DEPTH, items, thresholds, scratch, bits, WORDS, 0, USERS);
        return bits;
    }

    float[] products() {
        kernels.products(userRows, users, itemRows, places, DEPTH, products, PAIRS);
        return products;
    }
}
