package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the epochs of a method, validates after each, and gives back the model of the best one. Training ends after {@code epochs}, or
 * after {@code patience} epochs without a better validation metric. Without validation rows the last epoch is the best,
 * and so it is while the metric is undefined (AUC of rows of one label, say).
 *
 * <p>The same seed, data and config give the same bits, on any number of threads.
 */
public final class Trainer {
    private final TrainingConfig config;
    private final Kernels kernels;
    private final int threads;

    /** Makes a trainer on one thread. */
    public Trainer(TrainingConfig config, Kernels kernels) {
        this(config, kernels, 1);
    }

    /** Makes a trainer; the number of threads changes nothing but the time. */
    public Trainer(TrainingConfig config, Kernels kernels, int threads) {
        this.config = config;
        this.kernels = kernels;
        this.threads = threads;
    }

    /** Trains {@link #initialModel}. */
    public TrainingResult train(TrainingData data, TrainingListener listener) {
        return train(initialModel(data), data, listener, Checkpoints.NONE);
    }

    /** Trains a model of the caller's own, from the values that it has. */
    public TrainingResult train(RecommenderModel model, TrainingData data, TrainingListener listener) {
        return train(model, data, listener, Checkpoints.NONE);
    }

    /**
     * Trains a model from the values that it has, or from where the run was left if it is taken up again. A run that was left at any
     * step and taken up again ends with the same bits as one that was not.
     *
     * @throws dev.obverse.core.InvalidInputException if training diverges: with the step and what would help
     */
    public TrainingResult train(RecommenderModel model, TrainingData data, TrainingListener listener, Checkpoints checkpoints) {
        Optimizer optimizer = Methods.optimizer(config, kernels);
        Parameters parameters = model.parameters();
        parameters.reserveState(optimizer.stateSlots());
        TrainingState left = checkpoints.resume(parameters);
        try (Workers workers = new Workers(threads)) {
            TrainingSession session = new TrainingSession(config, data, model, optimizer, kernels, workers);
            TrainingState from = left == null ? TrainingState.beginning() : left;
            return new Run(session, Methods.of(session), listener, checkpoints, from).toTheEnd();
        }
    }

    /**
     * Builds the backbone that the config names: random embeddings, and the bias prior where it is asked for.
     *
     * @throws InvalidInputException before anything is allocated, if {@link TrainingMemory} says that a run cannot be held
     */
    public RecommenderModel initialModel(TrainingData data) {
        TrainingMemory.of(config, TrainingMemory.Counts.of(data)).requireHeap(Runtime.getRuntime().maxMemory());
        SplitMix64 random = new SplitMix64(SplitMix64.key(config.seed(), Purpose.INITIALIZE, 0));
        RecommenderModel model = Architecture.of(config).build(data.users(), data.items(), kernels, random);
        if (config.is(Setting.BIAS, "prior")) {
            BiasPrior.apply(ShrunkRates.of(data), model.labels().parameters());
        }
        return model;
    }

    /**
     * Builds the backbone that the config names, for more users and items, from a trained one of the same shape: rows and weights that it has
     * go on; a new row starts as the mean of the rows of its table (docs/library.md says why), but for biases where the config starts them from
     * shrunk rates. There is no optimizer state to go on: a run starts it anew.
     *
     * @param start the trained model, which stays as it is
     * @param data its new rows, with dense ids that agree with the model's where it knows the id: {@link TrainingData#after}
     * @throws dev.obverse.core.InvalidInputException as {@link #initialModel} does, and if the start has another shape or more rows than the data
     */
    public RecommenderModel grownModel(RecommenderModel start, TrainingData data) {
        RecommenderModel model = initialModel(data);
        Growth growth = new Growth(start.parameters(), model.parameters());
        growth.carryOver();
        if (config.is(Setting.BIAS, "prior")) {
            Parameters labels = model.labels().parameters();
            BiasPrior.apply(ShrunkRates.of(data), labels, growth.rowsBefore("user_bias"), growth.rowsBefore("item_bias"));
        }
        return model;
    }

    /** One run from where it was left to its last epoch. */
    private final class Run {
        private final RecommenderModel model;
        private final Parameters parameters;
        private final Method method;
        private final Interactions valid;
        private final Optimizer optimizer;
        private final Scorer scorer;
        private final TrainingListener listener;
        private final Checkpoints checkpoints;
        private final Metric select = Metric.named(config.text(Setting.SELECT));
        private final EpochStatistics statistics = new EpochStatistics();
        private final List<EpochRecord> history;
        private final int firstEpoch;
        private long done;
        private List<float[]> bestValues;
        private double bestMetric;
        private int bestEpoch;

        Run(TrainingSession session, Method method, TrainingListener listener, Checkpoints checkpoints, TrainingState left) {
            this.model = session.model();
            this.parameters = model.parameters();
            this.method = method;
            this.valid = session.data().valid();
            this.optimizer = session.optimizer();
            this.scorer = new Scorer(model.labels(), session.workers());
            this.listener = listener;
            this.checkpoints = checkpoints;
            optimizer.resumeAt(left.optimizerSteps());
            statistics.resumeAt(left.statistics());
            history = new ArrayList<>(left.history());
            firstEpoch = left.epoch();
            done = left.step();
            bestValues = left.bestValues();
            bestMetric = left.bestMetric();
            bestEpoch = left.bestEpoch();
        }

        TrainingResult toTheEnd() {
            for (int epoch = firstEpoch; epoch <= config.whole(Setting.EPOCHS) && !patienceIsOver(); epoch++) {
                long start = System.nanoTime();
                trainEpoch(epoch);
                EpochRecord record = validate(epoch, start);
                history.add(record);
                listener.epoch(record);
                statistics.clear();
                done = 0;
                if (checkpoints.dueAfterEpoch(epoch)) {
                    checkpoints.save(state(epoch + 1), parameters);
                }
            }
            if (bestEpoch < history.size()) {
                parameters.restore(bestValues);
            }
            return new TrainingResult(model, bestEpoch, List.copyOf(history));
        }

        private boolean patienceIsOver() {
            int patience = config.whole(Setting.PATIENCE);
            return valid.size() > 0 && patience > 0 && history.size() - bestEpoch >= patience;
        }

        private TrainingState state(int epoch) {
            return new TrainingState(
                    epoch, done, optimizer.steps(), statistics.counts(), history, bestEpoch, bestMetric, bestValues);
        }

        private void trainEpoch(int epoch) {
            List<Phase> phases = method.epoch(epoch);
            long total = phases.stream().mapToLong(Phase::steps).sum();
            if (done > total) {
                throw new InvalidInputException("the checkpoint is after step " + done + " of an epoch that has " + total
                        + " steps, so it is of another run: train from the start");
            }
            long before = 0;
            for (Phase phase : phases) {
                int steps = phase.steps();
                for (int index = (int) Math.min(steps, Math.max(0, done - before)); index < steps; index++) {
                    step(phase, index, epoch);
                    listener.step(epoch, ++done, total);
                    if (done < total && checkpoints.dueAfterStep(optimizer.steps())) {
                        requireFinite(epoch);
                        checkpoints.save(state(epoch), parameters);
                    }
                }
                before += steps;
            }
            requireFinite(epoch);
        }

        private void step(Phase phase, int index, int epoch) {
            try {
                phase.step(index, statistics);
            } catch (DivergedException e) {
                throw e.at("step " + (optimizer.steps() + 1) + " (batch " + (index + 1) + " of " + phase.name() + " in epoch " + epoch + ")",
                        optimizer);
            }
        }

        private void requireFinite(int epoch) {
            for (TensorView tensor : parameters.tensors()) {
                if (!tensor.isFinite()) {
                    throw new DivergedException("the tensor " + tensor.name() + " has a value that is not finite", optimizer)
                            .at("step " + optimizer.steps() + " (in epoch " + epoch + ")", optimizer);
                }
            }
        }

        private EpochRecord validate(int epoch, long start) {
            Metrics metrics = valid.size() == 0 ? null : scorer.evaluate(valid);
            boolean best = keepIfBest(epoch, metrics);
            return new EpochRecord(
                    epoch, statistics.meanLosses(), metrics, statistics.choices(), statistics.meanPositiveWeight(),
                    statistics.positiveWeightDeciles(), best, (System.nanoTime() - start) * 1e-9);
        }

        private boolean keepIfBest(int epoch, @Nullable Metrics metrics) {
            if (metrics == null) {
                bestEpoch = epoch;
                return true;
            }
            double value = metrics.get(select);
            boolean best = Double.isNaN(bestMetric) || select.isBetter(value, bestMetric);
            if (best) {
                bestEpoch = epoch;
                bestMetric = value;
                // Let go of the old copy before the new one is made: at scale there is no room for both.
                bestValues = List.of();
                bestValues = parameters.snapshot();
            }
            return best;
        }
    }
}
