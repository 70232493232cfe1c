package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Workers;
import java.util.Arrays;

/**
 * Partial sums of a weight's gradient, one for each chunk of slots, added in the order of the chunks: so the sum is the same whichever
 * thread made which part.
 */
final class ChunkSums {
    private final int width;
    private float[] sums = new float[0];
    private int chunks;

    ChunkSums(int width) {
        this.width = width;
    }

    /** Starts from zero, for so many slots. */
    void clear(int slots) {
        chunks = (slots + Workers.CHUNK - 1) / Workers.CHUNK;
        if (sums.length < chunks * width) {
            sums = new float[chunks * width];
        }
        Arrays.fill(sums, 0, chunks * width, 0f);
    }

    /** Returns all partial sums; those of a chunk start at {@link #at}. Not a copy. */
    float[] sums() {
        return sums;
    }

    /** Returns where the partial sums of the chunk that starts at this slot lie. */
    int at(int slot) {
        return slot / Workers.CHUNK * width;
    }

    /** Adds the sum of all chunks to {@code into}, from {@code intoAt} on. */
    void addTo(float[] into, int intoAt) {
        for (int chunk = 0; chunk < chunks; chunk++) {
            for (int k = 0; k < width; k++) {
                into[intoAt + k] += sums[chunk * width + k];
            }
        }
    }
}
