package dev.obverse.core.fold;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.sample.Batch;
import java.util.Arrays;

/** A user whom {@link FoldIn} found: scores and ranks items like a user of the model. For one caller at a time. */
public final class FoldedUser {
    private static final int CHUNK = 1024;

    private final RecommenderModel model;
    private final int items;
    private final int[] rated;

    FoldedUser(RecommenderModel model, int items, int[] rated) {
        this.model = model;
        this.items = items;
        this.rated = rated.clone();
    }

    /**
     * Returns a model in which this user is the only one, with dense id 0, and the items are those of the model behind it: whatever takes a
     * model takes it ({@code core.rank.TopItems}, {@code core.train.Scorer}).
     */
    public RecommenderModel model() {
        return model;
    }

    /**
     * Returns the logits of some items, in their order; a negative item is unknown.
     *
     * @throws IllegalArgumentException if the model has no such item
     */
    public float[] logits(int... wanted) {
        for (int item : wanted) {
            if (item >= items) {
                throw new IllegalArgumentException("item " + item + " is not among the " + items + " of the model");
            }
        }
        float[] logits = new float[wanted.length];
        Pass pass = model.labels().pass(Math.min(CHUNK, Math.max(1, wanted.length)));
        Batch batch = new Batch(Math.min(CHUNK, wanted.length));
        for (int start = 0; start < wanted.length; start += CHUNK) {
            int count = Math.min(CHUNK, wanted.length - start);
            batch.clear();
            for (int i = 0; i < count; i++) {
                batch.add(0, Math.max(wanted[start + i], -1), Label.UNLABELED_CODE);
            }
            System.arraycopy(pass.logits(batch), 0, logits, start, count);
        }
        return logits;
    }

    /**
     * Returns the n items with the highest logits, best first, without those that the user has rows with; of one logit the smaller id is the
     * better one. Fewer where fewer are left. It sorts all items; for many of them take {@code core.rank.TopItems} with {@link #model()}.
     */
    public int[] top(int n) {
        boolean[] left = new boolean[items];
        Arrays.fill(left, true);
        for (int item : rated) {
            if (item >= 0) {
                left[item] = false;
            }
        }
        int[] open = new int[items];
        int count = 0;
        for (int item = 0; item < items; item++) {
            open[count] = item;
            count += left[item] ? 1 : 0;
        }
        open = Arrays.copyOf(open, count);
        float[] logits = logits(open);
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (long) ~ordered(logits[i]) << 32 | open[i];
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).limit(Math.max(0, n)).mapToInt(key -> (int) key).toArray();
    }

    /** An int that is ordered as the float is; -0 and 0 are one. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }
}
