package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.RowSet;
import java.util.Arrays;

/**
 * Partial sums of a weight's gradient, one for each share of the slots or of the pairs, added in the order of the shares: so the sum is the same
 * whichever thread made which part.
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

    /** Makes a share's part the sum of the gradients of some rows. */
    void setToGradients(Kernels kernels, int share, Activations rows, int from, int to) {
        kernels.sumRows(rows.gradients(), rows.stride(), sums, share * width, width, from, to);
    }

    /** Makes a share's part the sum of the values of some rows, each times its slope. */
    void setToValues(Kernels kernels, int share, float[] slopes, Activations rows, int from, int to) {
        Arrays.fill(sums, share * width, (share + 1) * width, 0f);
        kernels.weightGradients(slopes, 1, rows.values(), rows.stride(), sums, share * width, width, width, from, to, 0, 1);
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
