package dev.obverse.core.train;

import dev.obverse.core.loss.Logistic;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;

/**
 * Starts the biases at the shrunk log-odds of the training labels: {@code b = logit(g)}, {@code b_u = logit(rate_u) - logit(g)},
 * {@code b_i} alike. Ours, not the paper's: so a model begins at about the two-mean floor instead of below it.
 */
public final class BiasPrior {
    private BiasPrior() {}

    /** Starts all of them. */
    public static void apply(ShrunkRates rates, Parameters parameters) {
        parameters.tensor("out_bias").set(0, 0, (float) Logistic.logit(rates.global()));
        apply(rates, parameters, 0, 0);
    }

    /** Starts those of the users and items from these on alone. */
    public static void apply(ShrunkRates rates, Parameters parameters, int fromUser, int fromItem) {
        TensorView users = parameters.tensor("user_bias");
        for (int user = fromUser; user < users.rows(); user++) {
            users.set(user, 0, (float) rates.userBias(user));
        }
        TensorView items = parameters.tensor("item_bias");
        for (int item = fromItem; item < items.rows(); item++) {
            items.set(item, 0, (float) rates.itemBias(item));
        }
    }
}
