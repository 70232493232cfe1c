package dev.obverse.bench.work;

import dev.obverse.core.backbone.Pass;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.DualCrossEntropy;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.optimizer.Sgd;
import dev.obverse.core.optimizer.TrialStep;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.train.Choice;
import dev.obverse.core.train.EpochStatistics;
import java.util.List;
import java.util.function.Supplier;

/**
 * One step of the Inverse Gradient as it is written down first, and as the authors' released code takes it: two look-ahead models become
 * copies of the model, each steps along the gradient of the Inverse Dual Loss (one down, one up), each is judged by the labelled batch, the
 * winner's values are copied back, and the labelled step follows. Same kernels, same mathematics, same choice as
 * {@link dev.obverse.core.train.InverseGradient}; only it copies, and so costs what the model is large. The rival is spared what else the
 * released code does: optimizers of its own for each look-ahead, made anew each step, and gradients as large as the tables.
 */
final class CopyModelInverseGradient {
    private final RecommenderModel model;
    private final Optimizer optimizer;
    private final LookAhead direct;
    private final LookAhead inverse;
    private final Pass pass;
    private final Gradients gradients;
    private final CrossEntropy labels;
    private final float[] dlogits;

    /**
     * Makes the step.
     *
     * @param another makes a model of the same shape, whatever its values
     */
    CopyModelInverseGradient(
            RecommenderModel model, Supplier<RecommenderModel> another, Optimizer optimizer, double alpha, Kernels kernels, int capacity) {
        this.model = model;
        this.optimizer = optimizer;
        this.direct = new LookAhead(another.get(), alpha, kernels, capacity);
        this.inverse = new LookAhead(another.get(), -alpha, kernels, capacity);
        this.pass = model.labels().pass(capacity);
        this.gradients = new Gradients(model.labels().parameters(), capacity);
        this.labels = new CrossEntropy(kernels);
        this.dlogits = new float[capacity];
    }

    Choice step(Batch unlabeled, Batch labelled, EpochStatistics statistics) {
        List<float[]> theta = model.parameters().snapshot();
        double directLoss = direct.tryFrom(theta, unlabeled, labelled, statistics);
        double inverseLoss = inverse.tryFrom(theta, unlabeled, labelled, statistics);
        double stayLoss = labels.loss(labelled, pass.logits(labelled));
        Choice choice = choose(directLoss, inverseLoss, stayLoss);
        switch (choice) {
            case DIRECT -> model.parameters().restore(direct.model.parameters().snapshot());
            case INVERSE -> model.parameters().restore(inverse.model.parameters().snapshot());
            case STAY -> {}
        }
        descend(labelled, statistics);
        return choice;
    }

    /** Three-way, as the released code decides. */
    private static Choice choose(double direct, double inverse, double stay) {
        if (direct < inverse && direct < stay) {
            return Choice.DIRECT;
        }
        return inverse < stay ? Choice.INVERSE : Choice.STAY;
    }

    private void descend(Batch labelled, EpochStatistics statistics) {
        labels.gradients(labelled, pass.logits(labelled), 0, dlogits, statistics);
        gradients.clear();
        pass.gradients(dlogits, gradients);
        optimizer.step(gradients);
    }

    /** A model that becomes a copy of the trained one, and takes a trial step of its own. */
    private static final class LookAhead {
        private final RecommenderModel model;
        private final Kernels kernels;
        private final Optimizer trial;
        private final Pass pass;
        private final Gradients gradients;
        private final DualCrossEntropy annotate;
        private final CrossEntropy labels;
        private final float[] dlogits;

        LookAhead(RecommenderModel model, double alpha, Kernels kernels, int capacity) {
            this.model = model;
            this.kernels = kernels;
            this.trial = new Sgd(kernels, alpha, 0);
            this.pass = model.labels().pass(capacity);
            this.gradients = new Gradients(model.labels().parameters(), capacity);
            this.annotate = new DualCrossEntropy(kernels);
            this.labels = new CrossEntropy(kernels);
            this.dlogits = new float[capacity];
        }

        /** Returns the loss of the labelled batch after the trial step. */
        double tryFrom(List<float[]> theta, Batch unlabeled, Batch labelled, EpochStatistics statistics) {
            model.parameters().restore(theta);
            annotate.gradients(unlabeled, pass.logits(unlabeled), 0, dlogits, statistics);
            gradients.clear();
            pass.gradients(dlogits, gradients);
            TrialStep.SIGN.apply(gradients, kernels);
            trial.step(gradients);
            return labels.loss(labelled, pass.logits(labelled));
        }
    }
}
