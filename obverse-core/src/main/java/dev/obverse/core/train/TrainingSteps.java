package dev.obverse.core.train;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.EpochLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run over some data: those of an epoch, one behind the other, from any of them on. {@link Trainer} puts validation, the best
 * epoch and checkpoints around them; who trains on several machines (obverse-spark) takes slices of an epoch on each, and puts the parameters
 * together in between.
 *
 * <p>What a step does is a function of the config, the data, its place in the run, and the parameters with their optimizer state, which lie in
 * the tables and weights of the model: so a run goes on anywhere from those, the number of steps taken, and the place.
 */
public final class TrainingSteps {
    /** Values of tables and their optimizer state up to which a model is light: 8 MB, which a core finds in the caches near it. */
    private static final long LIGHT = 1 << 21;

    private final Parameters parameters;
    private final Optimizer optimizer;
    private final FiniteCheck finite;
    private final Method method;
    private final EpochStatistics statistics = new EpochStatistics();
    private final Workers workers;
    private final boolean ahead;
    private final StepsAhead steps;
    private Epoch epoch = Epoch.NONE;
    private @Nullable Epoch expected;
    private long done;

    /** An epoch, and what has to be laid out before its first step. */
    private record Epoch(int number, List<Phase> phases, EpochLayout layout) {
        static final Epoch NONE = new Epoch(0, List.of(), new EpochLayout());

        long steps() {
            return phases.stream().mapToLong(Phase::steps).sum();
        }
    }

    /**
     * Prepares to train a model, whose optimizer state starts at zero. All data of the model's parameters is in place from here on: who goes on
     * with a run puts values and state into it, and says {@link #resumeAt(long)}.
     *
     * @throws InvalidInputException if the method cannot be had on these data, in one sentence
     */
    public TrainingSteps(TrainingConfig config, TrainingData data, RecommenderModel model, Kernels kernels, Workers workers) {
        this.optimizer = Methods.optimizer(config, kernels);
        this.parameters = model.parameters();
        parameters.reserveState(optimizer.stateSlots());
        this.workers = workers;
        this.finite = new FiniteCheck(workers);
        long values = parameters.tables().stream().mapToLong(table -> table.data().length).sum();
        this.ahead = workers.threads() == 2 && isLight(model, values);
        this.steps = new StepsAhead(ahead ? workers : null, statistics);
        this.method = Methods.of(new TrainingSession(config, data, model, optimizer, kernels, ahead ? Workers.none() : workers, ahead));
    }

    /**
     * Whether a step is so short, and the tables so small, that two threads do better to take a step and prepare the next one than to share its
     * loops: then the tables stay in the cache of one core, and the threads meet once a step, not four times.
     *
     * @param values of all its tables, optimizer state included
     */
    static boolean isLight(RecommenderModel model, long values) {
        return model.labels().factorization() != null && values <= LIGHT;
    }

    /** Returns how many values of optimizer state a run with this config keeps for each value of a parameter. */
    public static int stateSlots(TrainingConfig config) {
        return Methods.optimizer(config, new ScalarKernels()).stateSlots();
    }

    /** Goes on after so many steps of the optimizer. */
    public void resumeAt(long optimizerSteps) {
        optimizer.resumeAt(optimizerSteps);
    }

    /** Goes on after so many steps of the optimizer, in an epoch that has counted so much. */
    void resumeAt(long optimizerSteps, EpochStatistics.Counts counts) {
        resumeAt(optimizerSteps);
        statistics.resumeAt(counts);
    }

    /**
     * Lays an epoch out.
     *
     * @param number the epoch, 1, 2, ...
     * @return how many steps it has
     */
    public long begin(int number) {
        // Let go of the epoch that is over before another one is planned.
        epoch = Epoch.NONE;
        Epoch next = expected != null && expected.number == number ? expected : plan(number);
        expected = null;
        next.layout.finish(workers);
        epoch = next;
        steps.begin(epoch.steps());
        done = 0;
        return epoch.steps();
    }

    private Epoch plan(int number) {
        EpochLayout layout = new EpochLayout();
        return new Epoch(number, method.epoch(number, layout), layout);
    }

    /**
     * Says, once, which epoch comes behind the one that has begun, so that it may be laid out meanwhile, if there is a thread that has time for it.
     *
     * @throws IllegalStateException if it was said before: the streams of the epoch under way would be filled anew
     */
    void expect(int number) {
        if (expected != null) {
            throw new IllegalStateException("epoch " + expected.number + " is expected already");
        }
        if (ahead) {
            expected = plan(number);
            steps.meanwhile(expected.layout);
        }
    }

    /**
     * Goes to a place of the epoch without taking the steps before it.
     *
     * @param step how many of its steps have been taken
     * @throws InvalidInputException if the epoch has fewer
     */
    public void skipTo(long step) {
        if (step > epoch.steps()) {
            throw new InvalidInputException("the checkpoint is after step " + step + " of an epoch that has " + epoch.steps()
                    + " steps, so it is of another run: train from the start");
        }
        steps.clear();
        done = step;
    }

    /**
     * Takes the next step.
     *
     * @throws InvalidInputException if training diverges: with the step and what would help
     */
    public void step() {
        long index = done;
        for (Phase phase : epoch.phases) {
            if (index < phase.steps()) {
                step(phase, (int) index);
                done++;
                return;
            }
            index -= phase.steps();
        }
        throw new IllegalStateException("epoch " + epoch.number + " has no step after " + done);
    }

    private void step(Phase phase, int index) {
        try {
            steps.step(phase, index, done);
        } catch (DivergedException e) {
            throw e.at("step " + (optimizer.steps() + 1) + " (" + batch(phase, index) + ")", optimizer);
        }
    }

    private String batch(Phase phase, long index) {
        return "batch " + (index + 1) + " of " + phase.name() + " in epoch " + epoch.number;
    }

    /** Says which batch was the last. */
    private String lastBatch() {
        long index = done - 1;
        for (Phase phase : epoch.phases) {
            if (index >= 0 && index < phase.steps()) {
                return batch(phase, index);
            }
            index -= phase.steps();
        }
        return "before the first batch of epoch " + epoch.number;
    }

    /** Returns how many steps of the epoch have been taken or skipped. */
    public long done() {
        return done;
    }

    /** Returns how many steps the epoch has. */
    public long total() {
        return epoch.steps();
    }

    /** Returns how many steps the optimizer has taken since the run began. */
    public long optimizerSteps() {
        return optimizer.steps();
    }

    /** Returns what the steps have counted. */
    public EpochStatistics statistics() {
        return statistics;
    }

    /**
     * Checks every parameter.
     *
     * @throws InvalidInputException if one is no longer finite: with the step and what would help
     */
    public void requireFinite() {
        for (TensorView tensor : parameters.tensors()) {
            if (!finite.passes(tensor)) {
                throw divergedBefore("the tensor " + tensor.name() + " has a value that is not finite");
            }
        }
    }

    /** Checks logits of the validation rows: parameters that are finite one by one may still multiply to what is not, in a pair that no loss has met. */
    void requireFinite(double[] logits) {
        for (int row = 0; row < logits.length; row++) {
            if (!Double.isFinite(logits[row])) {
                throw divergedBefore("the logit of validation row " + row + " (counted from 0) is " + logits[row]);
            }
        }
    }

    private DivergedException divergedBefore(String what) {
        return new DivergedException(what, optimizer).at("step " + optimizer.steps() + " (" + lastBatch() + ") or before it", optimizer);
    }
}
