package dev.obverse.core.train;

import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.DualCrossEntropy;
import dev.obverse.core.loss.Objective;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.optimizer.TrialDirection;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.UndoLog;
import dev.obverse.core.sample.Batch;
import java.util.Arrays;

/**
 * One step of the Inverse Gradient (Lin et al., WSDM 2024, section 3.2 and algorithm 1). The annotation that the Inverse Dual Loss gives to
 * an unlabeled batch is tried in both directions, and labelled rows that the model was not trained on decide which is believed:
 *
 * <pre>
 *   g       = grad of mean IDL(unlabeled) at theta
 *   direct  = theta - alpha * step(g);   inverse = theta + alpha * step(g)
 *   chosen  = by the mean BCE(labelled) at direct, inverse and theta
 *   theta   = chosen - gamma * optimizer(grad of mean BCE(labelled) at chosen)
 * </pre>
 *
 * <p>A trial moves only what g touches, and an undo log takes it back exactly; the model is never copied. Cost: a forward and a backward pass
 * over the unlabeled batch, three forward passes and one backward pass over the labelled one, which is 8/3 of a plain step.
 *
 * <p>The released code makes Adam anew at every step, never zeroes the look-ahead models' gradients and copies the whole model twice a
 * batch; here the optimizer lives as long as the run and every gradient is of its own batch.
 */
public final class InverseGradient {
    private final Kernels kernels;
    private final float alpha;
    private final Optimizer optimizer;
    private final TrialDirection trial;
    private final ChoicePolicy policy;
    private final Learner learner;
    private final Gradients direction;
    private final Pass unlabeledPass;
    private final Pass[] labelledPasses = new Pass[Choice.values().length];
    private final float[][] labelledLogits = new float[Choice.values().length][];
    private final Objective annotate;
    private final CrossEntropy labels;
    private final UndoLog undo;
    private final double[] losses = new double[Choice.values().length];
    private float[] dlogits = new float[0];

    /** Makes the step for one head, on one thread. */
    public InverseGradient(
            Backbone backbone, Optimizer optimizer, double alpha, TrialDirection trial, ChoicePolicy policy, Kernels kernels, int capacity) {
        this(backbone, optimizer, alpha, trial, policy, kernels, capacity, Workers.none());
    }

    /**
     * Makes the step for one head.
     *
     * @param alpha size of the trial step
     * @param trial how the trial points lie
     * @param policy who wins
     * @param optimizer takes the labelled step; its rate is gamma
     */
    public InverseGradient(
            Backbone backbone, Optimizer optimizer, double alpha, TrialDirection trial, ChoicePolicy policy, Kernels kernels, int capacity,
            Workers workers) {
        this.kernels = kernels;
        this.alpha = (float) alpha;
        this.optimizer = optimizer;
        this.trial = trial;
        this.policy = policy;
        this.learner = new Learner(backbone, optimizer, capacity, workers);
        this.direction = new Gradients(backbone.parameters(), capacity);
        this.unlabeledPass = backbone.pass(capacity, workers);
        for (int point = 0; point < labelledPasses.length; point++) {
            labelledPasses[point] = point == Choice.STAY.ordinal() ? learner.pass() : backbone.pass(capacity, workers);
        }
        this.annotate = new DualCrossEntropy(kernels);
        this.labels = new CrossEntropy(kernels);
        this.undo = new UndoLog(kernels, workers);
    }

    /** Takes plain steps of the same head between these. */
    Learner learner() {
        return learner;
    }

    /** The mean BCE of the labelled batch at the three points, and which was chosen; without a trial there is one point. */
    public record Outcome(double direct, double inverse, double stay, Choice choice) {}

    /** Takes one step from an unlabeled batch and a labelled one, and tells what it saw. */
    public Outcome step(Batch unlabeled, Batch labelled, EpochStatistics statistics) {
        Choice choice = advance(unlabeled, labelled, statistics);
        if (!tries()) {
            Arrays.fill(losses, losses[Choice.STAY.ordinal()]);
        }
        return new Outcome(
                losses[Choice.DIRECT.ordinal()], losses[Choice.INVERSE.ordinal()], losses[Choice.STAY.ordinal()], choice);
    }

    /** Returns whether a step tries an annotation at all; else the unlabeled batch may be empty. */
    boolean tries() {
        return policy != ChoicePolicy.STAY;
    }

    /** Takes one step from an unlabeled batch and a labelled one; allocates nothing. */
    public Choice advance(Batch unlabeled, Batch labelled, EpochStatistics statistics) {
        if (!tries()) {
            statistics.loss("stay", loss(Choice.STAY, labelled));
            descend(Choice.STAY, labelled, statistics);
            return Choice.STAY;
        }
        annotate(unlabeled, statistics);
        trial.apply(direction, kernels, optimizer.steps());
        double stay = loss(Choice.STAY, labelled);
        undo.save(direction);
        undo.move(direction, -alpha);
        double direct = loss(Choice.DIRECT, labelled);
        undo.move(direction, alpha);
        double inverse = loss(Choice.INVERSE, labelled);
        Choice choice = policy.choose(direct, inverse, stay);
        statistics.choice(choice);
        statistics.loss("direct", direct);
        statistics.loss("inverse", inverse);
        statistics.loss("stay", stay);
        goFromInverseTo(choice);
        descend(choice, labelled, statistics);
        return choice;
    }

    /** Puts the gradient of the mean Inverse Dual Loss of the unlabeled batch into {@code direction}. */
    private void annotate(Batch unlabeled, EpochStatistics statistics) {
        if (dlogits.length < unlabeled.size()) {
            dlogits = new float[unlabeled.size()];
        }
        float[] logits = unlabeledPass.logits(unlabeled);
        statistics.loss("idl", annotate.gradients(unlabeled, logits, 0, dlogits, statistics));
        direction.clear();
        unlabeledPass.gradients(dlogits, direction);
    }

    /** Returns the labelled batch's loss at the point where the parameters are; the forward pass is kept for the descent. */
    private double loss(Choice point, Batch labelled) {
        float[] logits = labelledPasses[point.ordinal()].logits(labelled);
        labelledLogits[point.ordinal()] = logits;
        losses[point.ordinal()] = labels.loss(labelled, logits);
        return losses[point.ordinal()];
    }

    private void goFromInverseTo(Choice choice) {
        switch (choice) {
            case DIRECT -> undo.move(direction, -alpha);
            case INVERSE -> {}
            case STAY -> undo.restore(direction);
        }
    }

    /** Takes the labelled step; its forward pass at the chosen point has been made already. */
    private void descend(Choice choice, Batch labelled, EpochStatistics statistics) {
        int at = choice.ordinal();
        learner.backward(labelledPasses[at], labelled, labelledLogits[at], labels, 0, statistics);
        learner.update();
    }
}
