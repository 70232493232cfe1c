package dev.obverse.external;

import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.NewUser;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.Weights;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import java.util.List;

/**
 * A backbone that Obverse does not have, written as somebody outside would: a logistic model of a user's bias, a feature of the item that
 * is given and not learnt (its popularity), and factors whose product has a tanh on it.
 * {@code z = c + a x_i + b_u + tanh(f_u . g_i)}; a row of a table is {@code [b_u | f_u]}, an item's is {@code g_i}.
 */
final class PopularityModel implements Backbone {
    private static final int FACTORS = 4;

    private final double[] popularity;
    private final EmbeddingTable users;
    private final EmbeddingTable items;
    private final Weights weights;

    PopularityModel(int userCount, double[] popularity, long seed) {
        this.popularity = popularity.clone();
        SplitMix64 random = new SplitMix64(seed);
        users =
                new EmbeddingTable(
                        userCount, List.of(new EmbeddingTable.Column("bias", 0, 1), new EmbeddingTable.Column("taste", 1, FACTORS)));
        items = new EmbeddingTable("trait", popularity.length, FACTORS);
        users.fillNormal("taste", 0.1, random);
        items.fillNormal("trait", 0.1, random);
        weights = Weights.vector("intercept_and_slope", 2);
    }

    private PopularityModel(PopularityModel known, EmbeddingTable users) {
        this.popularity = known.popularity;
        this.users = users;
        this.items = known.items;
        this.weights = known.weights;
    }

    /** One user more, over the same items and weights: all that fold-in asks for. */
    @Override
    public NewUser newUser() {
        EmbeddingTable one = users.alike(1);
        return new NewUser(new PopularityModel(this, one), List.of(users), List.of(one));
    }

    @Override
    public Parameters parameters() {
        return new Parameters(List.of(users, items), List.of(weights));
    }

    @Override
    public Pass pass(int capacity) {
        return new LogisticPass();
    }

    /** Remembers the batch and the tanh of each pair between the two ways. */
    private final class LogisticPass implements Pass {
        private Batch batch = new Batch(0);
        private float[] tanh = new float[0];
        private float[] logits = new float[0];
        private final float[] row = new float[1 + FACTORS];

        @Override
        public float[] logits(Batch next) {
            batch = next;
            if (logits.length < next.size()) {
                tanh = new float[next.size()];
                logits = new float[next.size()];
            }
            for (int i = 0; i < next.size(); i++) {
                int user = next.users()[i];
                int item = next.items()[i];
                logits[i] = weights.data()[0];
                if (item >= 0) {
                    logits[i] += weights.data()[1] * (float) popularity[item];
                }
                if (user >= 0) {
                    logits[i] += users.data()[user * users.stride()];
                }
                tanh[i] = user >= 0 && item >= 0 ? (float) Math.tanh(product(user, item)) : 0;
                logits[i] += tanh[i];
            }
            return logits;
        }

        private double product(int user, int item) {
            double sum = 0;
            for (int k = 0; k < FACTORS; k++) {
                sum += users.data()[user * users.stride() + 1 + k] * items.data()[item * items.stride() + k];
            }
            return sum;
        }

        @Override
        public void gradients(float[] dlogits, Gradients into) {
            float[] dense = into.of(weights);
            for (int i = 0; i < batch.size(); i++) {
                int user = batch.users()[i];
                int item = batch.items()[i];
                dense[0] += dlogits[i];
                if (item >= 0) {
                    dense[1] += dlogits[i] * (float) popularity[item];
                }
                float inner = dlogits[i] * (1 - tanh[i] * tanh[i]);
                if (user >= 0) {
                    row[0] = dlogits[i];
                    for (int k = 0; k < FACTORS; k++) {
                        row[1 + k] = item >= 0 ? inner * items.data()[item * items.stride() + k] : 0;
                    }
                    into.of(users).add(user, 1, row, 0);
                }
                if (user >= 0 && item >= 0) {
                    into.of(items).add(item, inner, users.data(), user * users.stride() + 1);
                }
            }
        }
    }
}
