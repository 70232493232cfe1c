package dev.obverse.core.annotate;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.loss.InverseDualLoss;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.sample.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Annotates pairs with what a model says of them and why. Its memory is some bytes for each user, item and training row, whatever is
 * annotated. For one thread.
 */
public final class Annotator {
    /** How many of the user's labelled items a reason names at most. */
    public static final int CLOSEST = 3;

    private static final int CAPACITY = 2048;

    private final Pass pass;
    private final Batch single = new Batch(1);
    private final @Nullable Reasons reasons;

    /** Counts the labels in the recommender's history, if it has one. */
    public Annotator(Recommender recommender, Kernels kernels) {
        pass = recommender.model().labels().pass(CAPACITY);
        reasons = recommender.hasHistory() ? new Reasons(recommender, kernels) : null;
    }

    /**
     * Annotates one pair.
     *
     * @param user dense id, or {@link Interactions#UNKNOWN}
     * @param item dense id, or {@link Interactions#UNKNOWN}
     */
    public Annotation annotate(int user, int item) {
        single.clear();
        single.add(user, item, Label.UNLABELED_CODE);
        return annotate(single).get(0);
    }

    /** Annotates the pairs of a batch, in their order; its labels do not matter. Cheaper than one by one. */
    public List<Annotation> annotate(Batch batch) {
        if (batch.size() == 0) {
            return List.of();
        }
        List<Annotation> annotations = new ArrayList<>(batch.size());
        float[] logits = pass.logits(batch);
        for (int i = 0; i < batch.size(); i++) {
            Reason reason = reasons == null ? null : reasons.of(batch.users()[i], batch.items()[i]);
            annotations.add(new Annotation(logits[i], Logistic.sigmoid(logits[i]), InverseDualLoss.of(logits[i]), reason));
        }
        return annotations;
    }
}
