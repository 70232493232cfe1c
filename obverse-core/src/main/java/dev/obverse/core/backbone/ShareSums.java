package dev.obverse.core.backbone;

import dev.obverse.core.kernel.RowSet;
import java.util.Arrays;

/**
 * Partial sums of a weight's gradient, one for each share of the slots, added in the order of the shares: so the sum is the same whichever
 * thread made which part.
 */
final class ShareSums {
    private final int width;
    private final float[] sums;

    ShareSums(int width) {
        this.width = width;
        this.sums = new float[RowSet.SHARES * width];
    }

    /** Starts from zero. */
    void clear() {
        Arrays.fill(sums, 0f);
    }

    /** Returns all partial sums; those of a share start at {@code share * width}. Not a copy. */
    float[] sums() {
        return sums;
    }

    /** Adds the sum of all shares to {@code into}, from {@code intoAt} on. */
    void addTo(float[] into, int intoAt) {
        for (int at = 0; at < sums.length; at += width) {
            for (int k = 0; k < width; k++) {
                into[intoAt + k] += sums[at + k];
            }
        }
    }
}
