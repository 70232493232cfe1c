package dev.obverse.core.annotate;

import dev.obverse.core.parameter.EmbeddingTable;

/** Cosines of the rows of an embedding table, over all of its columns. */
final class ItemLikeness {
    private final EmbeddingTable table;
    private final double[] norms;

    ItemLikeness(EmbeddingTable table) {
        this.table = table;
        norms = new double[table.rows()];
        for (int row = 0; row < norms.length; row++) {
            norms[row] = Math.sqrt(dot(row, row));
        }
    }

    /** Returns the cosine in -1..1, or NaN if a row is all zeros and so has no direction. */
    double cosine(int one, int other) {
        return Math.max(-1, Math.min(1, dot(one, other) / (norms[one] * norms[other])));
    }

    private double dot(int one, int other) {
        float[] data = table.data();
        int a = one * table.stride();
        int b = other * table.stride();
        double sum = 0;
        for (int i = 0; i < table.width(); i++) {
            sum += (double) data[a + i] * data[b + i];
        }
        return sum;
    }
}
