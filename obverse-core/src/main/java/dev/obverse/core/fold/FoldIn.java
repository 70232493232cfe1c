package dev.obverse.core.fold;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.NewUser;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.parameter.EmbeddingTable;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of users whom a trained model does not know, from a handful of labels each, with everything else as it is.
 *
 * <p>With x the new user's values (embedding and, where the model has them, bias), y the labels and z(x) their logits, x minimizes
 * {@code sum_i BCE(z_i(x), y_i) + strength / 2 * sum_k ((x_k - m_k) / s_k)^2}, where m_k and s_k are mean and standard deviation of that value
 * over the users of the model: the most probable user, if users are drawn from a normal distribution of independent values. Without labels that
 * is the mean user, and so is the bias: since training starts it at shrunk log-odds, m and s carry that prior over. The strength was picked on
 * validation users of MovieLens (docs/library.md).
 *
 * <p>Where the logit is linear in x, as in GMF with its biases and linear terms, the loss is strictly convex and its minimum is the only one;
 * elsewhere (a tower) the descent begins at the mean user and ends in the minimum of that valley. Cost: one pass over the user tables for m and
 * s, once; then some tens of forward and backward passes over a user's own labels. Nothing is drawn at random and one thread does it, so the
 * same labels in the same order give the same bits. The model is only read: any number of threads may fold users in at once, while nobody trains it.
 */
public final class FoldIn {
    /** How much the prior counts, in units of what the rows of the model's users say. */
    public static final double STRENGTH = 1;

    private final RecommenderModel model;
    private final int items;
    private final double strength;
    private final UserPrior prior;
    /** Of the exposure head's own user tables and of those that both heads share; null where no head can fold a user in. */
    private final @Nullable UserPrior exposurePrior;

    private FoldIn(RecommenderModel model, int items, double strength) {
        this.model = model;
        this.items = items;
        this.strength = strength;
        this.prior = UserPrior.of(newUser(model.labels()).known());
        NewUser exposed = exposedUser();
        this.exposurePrior = exposed == null ? null : UserPrior.of(exposed.known());
    }

    /**
     * Prepares to fold users into a model as it is now.
     *
     * @param items how many items it has
     * @throws InvalidInputException if its backbone cannot: see {@link Backbone#newUser()}
     */
    public static FoldIn of(RecommenderModel model, int items) {
        return new FoldIn(model, items, STRENGTH);
    }

    /**
     * Prepares with another weight of the prior.
     *
     * @throws InvalidInputException if the strength is not above 0 and finite, or the backbone cannot
     */
    public static FoldIn of(RecommenderModel model, int items, double strength) {
        if (!(strength > 0 && strength < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException("the strength of the prior is " + strength + "; give a number above 0");
        }
        return new FoldIn(model, items, strength);
    }

    private static NewUser newUser(Backbone backbone) {
        NewUser one = backbone.newUser();
        if (one == null) {
            throw new InvalidInputException(backbone.getClass().getSimpleName()
                    + " cannot fold users in: implement Backbone.newUser(), or train on their rows");
        }
        return one;
    }

    /**
     * Finds a user.
     *
     * @param rated the items that the user has rows with, by dense id; a negative one is unknown to the model, and then says something of the
     *     user's bias alone
     * @param labels the {@link Label#code()} of each; an UNLABELED row says only that the item has been seen
     * @throws IllegalArgumentException if the arrays differ in length, or an item or a label is none
     */
    public FoldedUser user(int[] rated, byte[] labels) {
        if (rated.length != labels.length) {
            throw new IllegalArgumentException(rated.length + " items do not fit " + labels.length + " labels");
        }
        for (int i = 0; i < rated.length; i++) {
            if (rated[i] >= items || labels[i] < 0 || labels[i] >= Label.values().length) {
                throw new IllegalArgumentException("item " + rated[i] + " with label " + labels[i] + " is not among " + items + " items and 3 labels");
            }
        }
        NewUser one = newUser(model.labels());
        UserLoss loss = new UserLoss(one, prior, strength, rated, labels);
        prior.write(new Descent(loss, prior.width()).minimum(), one.own());
        return new FoldedUser(withExposure(one), items, rated);
    }

    private @Nullable NewUser exposedUser() {
        Backbone head = model.exposure();
        return head == null ? null : head.newUser();
    }

    /** The exposure head shares the embedding; what is its own, a bias, no label tells: it stays at the mean. */
    private RecommenderModel withExposure(NewUser labels) {
        NewUser exposed = exposedUser();
        if (exposed == null || exposurePrior == null) {
            return new RecommenderModel(labels.backbone());
        }
        exposurePrior.write(exposed.own());
        for (int t = 0; t < exposed.own().size(); t++) {
            int shared = labels.known().indexOf(exposed.known().get(t));
            if (shared >= 0) {
                EmbeddingTable found = labels.own().get(shared);
                System.arraycopy(found.data(), 0, exposed.own().get(t).data(), 0, found.width());
            }
        }
        return new RecommenderModel(labels.backbone(), exposed.backbone());
    }
}
