package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.optimizer.Optimizer;
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

    /**
     * Builds the backbone that the config names and trains it.
     *
     * @throws dev.obverse.core.InvalidInputException before anything is allocated, if {@link TrainingMemory} says that it cannot be held
     */
    public TrainingResult train(TrainingData data, TrainingListener listener) {
        TrainingMemory.of(config, TrainingMemory.Counts.of(data)).requireHeap(Runtime.getRuntime().maxMemory());
        return train(initialModel(data), data, listener);
    }

    /** Trains a model of the caller's own, from the values that it has. */
    public TrainingResult train(RecommenderModel model, TrainingData data, TrainingListener listener) {
        Optimizer optimizer = Methods.optimizer(config, kernels);
        model.parameters().reserveState(optimizer.stateSlots());
        try (Workers workers = new Workers(threads)) {
            Method method = Methods.of(new TrainingSession(config, data, model, optimizer, kernels, workers));
            return new Run(model, method, data, listener).toTheEnd();
        }
    }

    /** Returns the model that training starts from: random embeddings, and the bias prior where it is asked for. */
    public RecommenderModel initialModel(TrainingData data) {
        SplitMix64 random = new SplitMix64(SplitMix64.key(config.seed(), Purpose.INITIALIZE, 0));
        RecommenderModel model = Architecture.of(config).build(data.users(), data.items(), kernels, random);
        if (config.is(Setting.BIAS, "prior")) {
            BiasPrior.apply(ShrunkRates.of(data), model.labels().parameters());
        }
        return model;
    }

    /** One run from its first epoch to its last. */
    private final class Run {
        private final RecommenderModel model;
        private final Method method;
        private final Interactions valid;
        private final Scorer scorer;
        private final TrainingListener listener;
        private final Metric select = Metric.named(config.text(Setting.SELECT));
        private final List<EpochRecord> history = new ArrayList<>();
        private final EpochStatistics statistics = new EpochStatistics();
        private List<float[]> bestValues = List.of();
        private double bestMetric = Double.NaN;
        private int bestEpoch;

        Run(RecommenderModel model, Method method, TrainingData data, TrainingListener listener) {
            this.model = model;
            this.method = method;
            this.valid = data.valid();
            this.scorer = new Scorer(model.labels());
            this.listener = listener;
        }

        TrainingResult toTheEnd() {
            int patience = config.whole(Setting.PATIENCE);
            for (int epoch = 1; epoch <= config.whole(Setting.EPOCHS); epoch++) {
                long start = System.nanoTime();
                trainEpoch(epoch);
                EpochRecord record = validate(epoch, start);
                history.add(record);
                listener.epoch(record);
                if (valid.size() > 0 && patience > 0 && epoch - bestEpoch >= patience) {
                    break;
                }
            }
            if (bestEpoch < history.size()) {
                model.parameters().restore(bestValues);
            }
            return new TrainingResult(model, bestEpoch, List.copyOf(history));
        }

        private void trainEpoch(int epoch) {
            statistics.clear();
            List<Phase> phases = method.epoch(epoch);
            long total = phases.stream().mapToLong(Phase::steps).sum();
            long done = 0;
            for (Phase phase : phases) {
                int steps = phase.steps();
                for (int index = 0; index < steps; index++) {
                    phase.step(index, statistics);
                    listener.step(epoch, ++done, total);
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
                bestValues = model.parameters().snapshot();
            }
            return best;
        }
    }
}
