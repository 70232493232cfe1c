package dev.obverse.bench.kernel;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.PairRows;

/** What a tower's first layer of 128 outputs does for each pair of a batch of skewed ids: one sum forward, one back for each side. */
final class PairFixture {
    private static final int OUTPUTS = 128;
    /** Rows are padded by one cache line, as in training, lest all of them fall into the same cache sets. */
    private static final int STRIDE = OUTPUTS + 16;

    private final Kernels kernels;
    private final PairRows users = Fixtures.rows(Fixtures.skewedIds(Fixtures.USERS, 1.5, 1));
    private final PairRows items = Fixtures.rows(Fixtures.skewedIds(Fixtures.ITEMS, 2, 2));
    private final float[] ofUsers = Fixtures.normals((1 + Fixtures.BATCH) * STRIDE, 3);
    private final float[] ofItems = Fixtures.normals((1 + Fixtures.BATCH) * STRIDE, 4);
    private final float[] ofPairs = Fixtures.normals(Fixtures.BATCH * STRIDE, 5);
    private final float[] bias = Fixtures.normals(OUTPUTS, 6);

    PairFixture(Kernels kernels) {
        this.kernels = kernels;
    }

    float[] reluOfSums() {
        kernels.reluOfSums(users, ofUsers, items, ofItems, bias, ofPairs, STRIDE, OUTPUTS, 0, Fixtures.BATCH);
        return ofPairs;
    }

    float[] sumPairs() {
        kernels.sumPairs(users, ofPairs, ofUsers, STRIDE, OUTPUTS, 0, users.rows().size());
        return ofUsers;
    }
}
