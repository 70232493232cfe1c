package dev.obverse.core.fold;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.NewUser;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.sample.Batch;

/** What {@link FoldIn} minimizes, as a function of t, the user's values in deviations from the mean user. */
final class UserLoss implements Descent.Function {
    private final NewUser one;
    private final UserPrior prior;
    private final double strength;
    private final Batch batch;
    private final Pass pass;
    private final Gradients gradients;
    private final float[] slopes;

    UserLoss(NewUser one, UserPrior prior, double strength, int[] rated, byte[] labels) {
        this.one = one;
        this.prior = prior;
        this.strength = strength;
        this.batch = new Batch(rated.length);
        for (int i = 0; i < rated.length; i++) {
            if (labels[i] != Label.UNLABELED_CODE) {
                batch.add(0, Math.max(rated[i], -1), labels[i]);
            }
        }
        this.pass = one.backbone().pass(Math.max(1, batch.size()));
        this.gradients = new Gradients(one.backbone().parameters(), batch.size());
        this.slopes = new float[batch.size()];
    }

    @Override
    public double at(double[] t, double[] gradient) {
        double loss = 0;
        for (int k = 0; k < t.length; k++) {
            loss += strength / 2 * t[k] * t[k];
            gradient[k] = strength * t[k];
        }
        if (batch.size() == 0) {
            return loss;
        }
        prior.write(t, one.own());
        float[] logits = pass.logits(batch);
        for (int i = 0; i < batch.size(); i++) {
            boolean positive = batch.labels()[i] == Label.POSITIVE_CODE;
            loss += Logistic.softplus(positive ? -logits[i] : logits[i]);
            slopes[i] = (float) (Logistic.sigmoid(logits[i]) - (positive ? 1 : 0));
        }
        gradients.clear();
        pass.gradients(slopes, gradients);
        int at = 0;
        for (EmbeddingTable table : one.own()) {
            add(gradients.of(table), at, gradient);
            at += table.width();
        }
        return loss;
    }

    private void add(TableGradient sums, int at, double[] gradient) {
        for (int slot = 0; slot < sums.rows().size(); slot++) {
            int width = sums.table().width();
            for (int k = 0; k < width; k++) {
                gradient[at + k] += prior.deviation()[at + k] * sums.sums()[slot * width + k];
            }
        }
    }
}
