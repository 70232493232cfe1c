package dev.obverse.core.rank;

/** Logits of all items for some users, a block of items at a time, so that no more than a block is ever held. */
interface LogitSource {
    /** Items in a block. */
    int BLOCK = 256;

    /** Distance between the logits of two users: no power of two, so that they do not fall into the same cache set. */
    int STRIDE = BLOCK + 16;

    /** Returns a cursor of its own for one thread. */
    Cursor open();

    /** Walks over the items for some users. */
    interface Cursor {
        /** Starts with users {@code from} to {@code to - 1}. */
        void begin(int[] users, int from, int to);

        /**
         * Returns the logits of items {@code block * BLOCK} on; those of the j-th user start at {@code j * STRIDE}. Valid until the next
         * call.
         */
        float[] logits(int block);
    }
}
