package dev.obverse.core.rank;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.sample.Batch;

/** Logits of any backbone, pair by pair through its forward pass: exact, at the price of the model. */
record PassLogits(Backbone backbone, int items) implements LogitSource {
    /** Users that go through a pass together. */
    private static final int USERS = 4;

    @Override
    public Cursor open() {
        return new PassCursor();
    }

    private final class PassCursor implements Cursor {
        private final Batch batch = new Batch(USERS * BLOCK);
        private final Pass pass = backbone.pass(USERS * BLOCK);
        private float[] logits = new float[0];
        private int[] users = new int[0];
        private int start;
        private int end;

        @Override
        public void begin(int[] all, int from, int to) {
            users = all;
            start = from;
            end = to;
            if (logits.length < (to - from) * STRIDE) {
                logits = new float[(to - from) * STRIDE];
            }
        }

        @Override
        public float[] logits(int block) {
            int first = block * BLOCK;
            int count = Math.min(BLOCK, items - first);
            for (int from = start; from < end; from += USERS) {
                int to = Math.min(end, from + USERS);
                batch.clear();
                for (int j = from; j < to; j++) {
                    for (int i = 0; i < count; i++) {
                        batch.add(users[j], first + i, Label.UNLABELED_CODE);
                    }
                }
                float[] scores = pass.logits(batch);
                for (int j = from; j < to; j++) {
                    System.arraycopy(scores, (j - from) * count, logits, (j - start) * STRIDE, count);
                }
            }
            return logits;
        }
    }
}
