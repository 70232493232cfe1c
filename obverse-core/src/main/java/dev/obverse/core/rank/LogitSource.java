package dev.obverse.core.rank;

/**
 * Logits of all items for some requests, a block of items at a time, so that no more than a block is ever held.
 *
 * <p>Items are dealt out to the blocks like cards: ids often go by popularity, and so each block is a sample of all of them.
 */
interface LogitSource {
    /** The most items of a block, a multiple of 64. */
    int BLOCK = 512;

    /** Returns how many blocks so many items have. */
    static int blocks(int items) {
        return (items + BLOCK - 1) / BLOCK;
    }

    /** Returns how many items a block has. */
    static int width(int block, int items) {
        int blocks = blocks(items);
        return (items - block + blocks - 1) / blocks;
    }

    /** Returns the item at a place of a block. */
    static int item(int block, int place, int items) {
        return place * blocks(items) + block;
    }

    /** Returns a cursor of its own for one thread. */
    Cursor open();

    /** Walks over the items for some requests, of which the j-th is {@code from + j}. */
    interface Cursor {
        /** Starts with requests {@code from} to {@code to - 1}. */
        void begin(TopRequest[] requests, int from, int to);

        /** Whether it costs less to tell which logits may be above a threshold than to compute all of them. */
        boolean bounded();

        /** Returns a logit that a good part of the items, but not most of them, is likely to exceed for the j-th request. */
        float usual(int j);

        /**
         * Goes to the items of a block, of which those matter whose logits for the j-th request are above {@code thresholds[j]}.
         *
         * @param roughly whether some that are only just above it may be missed
         */
        void enter(int block, float[] thresholds, boolean roughly);

        /**
         * Returns the items of the block whose logits for the j-th request may be above its threshold: all that are, but for those that may be
         * missed, and of the others only some that are near it.
         *
         * @param places where the places of these items go, ascending, counted from the start of the block
         * @param at where the first of them goes; from there on there is room for a block and two more
         * @return how many there are
         */
        int above(int j, int[] places, int at);

        /**
         * Computes the logits of {@code count} candidates.
         *
         * @param owners whose logit: j
         * @param places of which item of the block
         */
        void logits(int[] owners, int[] places, int count, float[] into);
    }
}
