package dev.obverse.core.rank;

import static java.util.Objects.requireNonNull;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.sample.Batch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Logits of any backbone, pair by pair through its forward pass: exact, at the price of the model.
 *
 * @param backbone the head of the model that ranks
 * @param head finds the same head in the model of a user who was folded in
 * @param items how many items there are
 * @param kernels find what is above a threshold
 */
record PassLogits(Backbone backbone, Function<RecommenderModel, @Nullable Backbone> head, int items, Kernels kernels) implements LogitSource {
    /** Users that go through a pass together. */
    private static final int USERS = 2;

    /** Distance between the logits of two requests: no power of two, so that they do not fall into the same cache set. */
    private static final int STRIDE = BLOCK + 16;

    @Override
    public Cursor open() {
        return new PassCursor();
    }

    private final class PassCursor implements Cursor {
        private final Batch batch = new Batch(USERS * BLOCK);
        private final Pass own = backbone.pass(USERS * BLOCK);
        private float[] logits = new float[0];
        private TopRequest[] requests = new TopRequest[0];
        private Pass[] passes = new Pass[0];
        private int start;
        private int end;
        private int width;
        private float[] thresholds = new float[0];

        @Override
        public void begin(TopRequest[] all, int from, int to) {
            requests = all;
            start = from;
            end = to;
            passes = new Pass[to - from];
            for (int j = from; j < to; j++) {
                RecommenderModel folded = all[j].folded();
                passes[j - from] = folded == null ? own : requireNonNull(head.apply(folded)).pass(BLOCK);
            }
            if (logits.length < (to - from) * STRIDE) {
                logits = new float[(to - from) * STRIDE];
            }
        }

        @Override
        public boolean bounded() {
            return false;
        }

        /** Nothing is known beforehand. */
        @Override
        public float usual(int j) {
            return Float.NEGATIVE_INFINITY;
        }

        @Override
        public void enter(int block, float[] least, boolean roughly) {
            thresholds = least;
            width = LogitSource.width(block, items);
            int to;
            for (int from = start; from < end; from = to) {
                to = together(from);
                batch.clear();
                for (int j = from; j < to; j++) {
                    for (int i = 0; i < width; i++) {
                        batch.add(requests[j].user(), LogitSource.item(block, i, items), Label.UNLABELED_CODE);
                    }
                }
                float[] scores = passes[from - start].logits(batch);
                for (int j = from; j < to; j++) {
                    System.arraycopy(scores, (j - from) * width, logits, (j - start) * STRIDE, width);
                }
            }
        }

        @Override
        public int above(int j, int[] places, int at) {
            return kernels.above(logits, j * STRIDE, j * STRIDE + width, thresholds[j], places, at);
        }

        @Override
        public void logits(int[] owners, int[] places, int count, float[] into) {
            for (int c = 0; c < count; c++) {
                into[c] = logits[owners[c] * STRIDE + places[c]];
            }
        }

        /** Where those end who go through one pass from here on: some of the model's own users, or one who was folded in. */
        private int together(int from) {
            int to = from + 1;
            while (requests[from].folded() == null && to < Math.min(end, from + USERS) && requests[to].folded() == null) {
                to++;
            }
            return to;
        }
    }
}
