package dev.obverse.core.train;

import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.Objective;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.sample.Batch;

/** One head of a model with what a plain step of it needs: forward, loss, backward, update. */
final class Learner {
    private final Optimizer optimizer;
    private final Workers workers;
    private final Pass pass;
    private final Gradients gradients;
    private float[] dlogits;

    Learner(Backbone backbone, Optimizer optimizer, int capacity) {
        this(backbone, optimizer, capacity, Workers.none());
    }

    Learner(Backbone backbone, Optimizer optimizer, int capacity, Workers workers) {
        this.optimizer = optimizer;
        this.workers = workers;
        this.pass = backbone.pass(capacity, workers);
        this.gradients = new Gradients(backbone.parameters(), capacity);
        this.dlogits = new float[capacity];
    }

    /** Its pass over the head, which serves one batch at a time. */
    Pass pass() {
        return pass;
    }

    /** Takes one step down the objective's gradient and returns the loss before it. */
    double step(Batch batch, Objective objective, long step, EpochStatistics statistics) {
        double loss = backward(pass, batch, pass.logits(batch), objective, step, statistics);
        update();
        return loss;
    }

    /** Computes the gradient and returns the loss, where {@code logits} are those of the last forward pass over the batch. */
    double backward(
            Pass forward, Batch batch, float[] logits, Objective objective, long step, EpochStatistics statistics) {
        if (dlogits.length < batch.size()) {
            dlogits = new float[batch.size()];
        }
        double loss = objective.gradients(batch, logits, step, dlogits, statistics);
        if (!Double.isFinite(loss)) {
            throw new DivergedException("its loss is " + loss, optimizer);
        }
        gradients.clear();
        forward.gradients(dlogits, gradients);
        return loss;
    }

    /** Takes the optimizer's step along the gradient of the last backward pass. */
    void update() {
        optimizer.step(gradients, workers);
    }
}
