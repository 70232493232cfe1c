package dev.obverse.core.rank;

/** Logits of all items for some requests, a block of items at a time, so that no more than a block is ever held. */
interface LogitSource {
    /** Items in a block. */
    int BLOCK = 256;

    /** Distance between the logits of two requests: no power of two, so that they do not fall into the same cache set. */
    int STRIDE = BLOCK + 16;

    /** Returns a cursor of its own for one thread. */
    Cursor open();

    /** Walks over the items for some requests. */
    interface Cursor {
        /** Starts with requests {@code from} to {@code to - 1}. */
        void begin(TopRequest[] requests, int from, int to);

        /**
         * Returns what the logits of items {@code block * BLOCK} on do not exceed, most often these logits; those of the j-th request start
         * at {@code j * STRIDE}. Valid until the next call.
         */
        float[] bounds(int block);

        /** Returns the logit of an item for the j-th request, given its bound. */
        float logit(int j, int item, float bound);
    }
}
