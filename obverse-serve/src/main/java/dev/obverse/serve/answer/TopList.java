package dev.obverse.serve.answer;

import dev.obverse.core.rank.TopLists;
import java.util.Arrays;

/**
 * A list of dense items and their scores, best first.
 *
 * @param items dense ids
 * @param scores what they are in the order of
 */
record TopList(int[] items, float[] scores) {
    /** Copies the list of one request. */
    static TopList of(TopLists lists, int request) {
        int[] items = new int[lists.size(request)];
        float[] scores = new float[items.length];
        for (int place = 0; place < items.length; place++) {
            items[place] = lists.item(request, place);
            scores[place] = lists.score(request, place);
        }
        return new TopList(items, scores);
    }

    /** Returns the first n. */
    TopList first(int n) {
        return n >= items.length ? this : new TopList(Arrays.copyOf(items, n), Arrays.copyOf(scores, n));
    }
}
