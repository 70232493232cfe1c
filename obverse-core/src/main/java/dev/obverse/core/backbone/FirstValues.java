package dev.obverse.core.backbone;

import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Weights;
import dev.obverse.core.sample.SplitMix64;

/** What a new model starts with: drawn values, or zeros where the values are about to come from elsewhere and drawing them would be for nothing. */
sealed interface FirstValues {
    /** Gives an embedding its values. */
    void normal(EmbeddingTable table, String column, double standardDeviation);

    /** Gives weights their values, from -limit to limit, and returns them. */
    Weights uniform(Weights weights, double limit);

    /** Drawn one after the other from one stream. */
    record Drawn(SplitMix64 random) implements FirstValues {
        @Override
        public void normal(EmbeddingTable table, String column, double standardDeviation) {
            table.fillNormal(column, standardDeviation, random);
        }

        @Override
        public Weights uniform(Weights weights, double limit) {
            return weights.fillUniform(limit, random);
        }
    }

    /** All zero. */
    record Zero() implements FirstValues {
        @Override
        public void normal(EmbeddingTable table, String column, double standardDeviation) {}

        @Override
        public Weights uniform(Weights weights, double limit) {
            return weights;
        }
    }
}
