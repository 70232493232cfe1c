package dev.obverse.core.parameter;

import java.util.List;

/** Something that is trained: a table of embeddings, of which a step touches few rows, or weights, of which it touches all. */
public sealed interface Parameter permits EmbeddingTable, Weights {
    /** Makes room for so many values of optimizer state per value, all zero; the values stay. */
    void reserveState(int slots);

    /** Returns the array that holds values and optimizer state. Not a copy; {@link #reserveState} replaces it. */
    float[] data();

    /** Returns the values as named tensors, which write through. */
    List<TensorView> tensors();
}
