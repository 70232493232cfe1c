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
import dev.obverse.core.parameter.Parameters;
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
        data.requireBothLabels();
        try (Workers workers = new Workers(threads)) {
            TrainingSteps steps = new TrainingSteps(config, data, model, kernels, workers);
            TrainingState left = checkpoints.resume(model.parameters());
            TrainingState from = left == null ? TrainingState.beginning() : left;
            Scorer scorer = new Scorer(model.labels(), workers);
            return new Run(model, data.valid(), steps, scorer, listener, checkpoints, from).toTheEnd();
        }
    }

    /**
     * Builds the backbone that the config names: random embeddings, and the bias prior where it is asked for.
     *
     * @throws InvalidInputException before anything is allocated, if {@link TrainingMemory} says that a run cannot be held, or if the training
     *     rows lack a POSITIVE or a NEGATIVE label
     */
    public RecommenderModel initialModel(TrainingData data) {
        data.requireBothLabels();
        TrainingMemory.of(config, TrainingMemory.Counts.of(data, 0)).requireHeap(Runtime.getRuntime().maxMemory());
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
        private final Interactions valid;
        private final TrainingSteps steps;
        private final Scorer scorer;
        private final TrainingListener listener;
        private final Checkpoints checkpoints;
        private final Metric select = Metric.named(config.text(Setting.SELECT));
        private final List<EpochRecord> history;
        private final int firstEpoch;
        private long firstStep;
        private List<float[]> bestValues;
        private double bestMetric;
        private int bestEpoch;

        Run(RecommenderModel model, Interactions valid, TrainingSteps steps, Scorer scorer, TrainingListener listener, Checkpoints checkpoints,
                TrainingState left) {
            this.model = model;
            this.parameters = model.parameters();
            this.valid = valid;
            this.steps = steps;
            this.scorer = scorer;
            this.listener = listener;
            this.checkpoints = checkpoints;
            steps.resumeAt(left.optimizerSteps(), left.statistics());
            history = new ArrayList<>(left.history());
            firstEpoch = left.epoch();
            firstStep = left.step();
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
                steps.statistics().clear();
                if (checkpoints.dueAfterEpoch(epoch)) {
                    checkpoints.save(state(epoch + 1, 0), parameters);
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

        private TrainingState state(int epoch, long done) {
            return new TrainingState(
                    epoch, done, steps.optimizerSteps(), steps.statistics().counts(), history, bestEpoch, bestMetric, bestValues);
        }

        private void trainEpoch(int epoch) {
            long total = steps.begin(epoch);
            if (epoch < config.whole(Setting.EPOCHS)) {
                steps.expect(epoch + 1);
            }
            steps.skipTo(firstStep);
            firstStep = 0;
            while (steps.done() < total) {
                steps.step();
                listener.step(epoch, steps.done(), total);
                if (steps.done() < total && checkpoints.dueAfterStep(steps.optimizerSteps())) {
                    steps.requireFinite();
                    checkpoints.save(state(epoch, steps.done()), parameters);
                }
            }
            steps.requireFinite();
        }

        private EpochRecord validate(int epoch, long start) {
            Metrics metrics = valid.size() == 0 ? null : metrics();
            boolean best = keepIfBest(epoch, metrics);
            EpochStatistics statistics = steps.statistics();
            return new EpochRecord(
                    epoch, statistics.meanLosses(), metrics, statistics.choices(), statistics.meanPositiveWeight(),
                    statistics.positiveWeightDeciles(), best, (System.nanoTime() - start) * 1e-9);
        }

        private Metrics metrics() {
            double[] logits = scorer.logits(valid);
            steps.requireFinite(logits);
            return scorer.metrics(valid, logits);
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
