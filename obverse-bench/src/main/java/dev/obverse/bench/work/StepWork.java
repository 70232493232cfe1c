package dev.obverse.bench.work;

import com.sun.management.ThreadMXBean;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.optimizer.LazyAdam;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.optimizer.TrialStep;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.ChoicePolicy;
import dev.obverse.core.train.EpochStatistics;
import dev.obverse.core.train.InverseGradient;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * Single steps on one thread, without the drawing of pairs: BCE, the Inverse Gradient, and the Inverse Gradient that copies the model.
 * All see the same {@value #BATCHES} labelled batches in turn, and the last two an unlabeled batch of the same size beside each. The unit
 * is a step.
 *
 * <p>The batches have {@value #USERS} users and {@value #ITEMS} items, spread over a table that may be {@code spread} times as large: so a
 * larger table changes where the rows lie, not how many there are, and the caches hold the same number of them. As in training, two batches
 * are filled anew for each step, which then finds its distinct rows.
 */
final class StepWork implements Work {
    private static final int USERS = 6040;
    private static final int ITEMS = 3952;
    private static final int BATCHES = 64;
    private static final int BATCH = 1024;
    /** Steps between two looks at the clock. */
    private static final int STRIDE = 8;

    private final Kernels kernels;
    private final TrainingConfig config;
    private final String method;
    private final int spread;
    private final Batch[] labelled = new Batch[BATCHES];
    private final Batch[] unlabeled = new Batch[BATCHES];
    private final Batch labelledNow = new Batch(BATCH);
    private final Batch unlabeledNow = new Batch(BATCH);
    private final EpochStatistics statistics = new EpochStatistics();
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    StepWork(Arguments arguments, Kernels kernels) {
        this.kernels = kernels;
        this.config = arguments.config();
        this.method = arguments.text("method");
        this.spread = arguments.whole("spread");
        SplitMix64 random = new SplitMix64(7);
        int[] users = ids(USERS, random);
        int[] items = ids(ITEMS, random);
        for (int b = 0; b < BATCHES; b++) {
            labelled[b] = new Batch(BATCH);
            unlabeled[b] = new Batch(BATCH);
            for (int i = 0; i < BATCH; i++) {
                int user = users[SkewedLog.user(random, USERS)];
                labelled[b].add(user, items[SkewedLog.item(random, ITEMS)], (byte) random.nextInt(2));
                unlabeled[b].add(user, items[random.nextInt(ITEMS)], Label.UNLABELED_CODE);
            }
        }
    }

    /** So many ids, each at a random place of its own part of the table. */
    private int[] ids(int count, SplitMix64 random) {
        int[] ids = random.permutation(count);
        for (int i = 0; i < count; i++) {
            ids[i] = ids[i] * spread + random.nextInt(spread);
        }
        return ids;
    }

    @Override
    public void take(Turns turns) {
        Step step = step();
        turns.ready(kernels.name());
        int next = 0;
        while (turns.await()) {
            long steps = 0;
            long before = memory.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            double seconds = 0;
            while (seconds < turns.length()) {
                for (int i = 0; i < STRIDE; i++) {
                    step.take(copy(unlabeled[next], unlabeledNow), copy(labelled[next], labelledNow));
                    next = (next + 1) % BATCHES;
                }
                steps += STRIDE;
                seconds = (System.nanoTime() - start) * 1e-9;
            }
            double bytes = memory.getCurrentThreadAllocatedBytes() - before;
            turns.results(Map.of("seconds", seconds / steps, "bytes", bytes / steps));
        }
    }

    private static Batch copy(Batch from, Batch into) {
        into.clear();
        for (int i = 0; i < from.size(); i++) {
            into.add(from.users()[i], from.items()[i], from.labels()[i]);
        }
        return into;
    }

    private interface Step {
        void take(Batch unlabeled, Batch labelled);
    }

    private Step step() {
        RecommenderModel model = model();
        Optimizer optimizer = new LazyAdam(kernels, config.learningRate(), 0);
        model.parameters().reserveState(optimizer.stateSlots());
        return switch (method) {
            case "bce" -> plain(model, optimizer);
            case "ig" -> {
                InverseGradient inverse = new InverseGradient(
                        model.labels(), optimizer, config.alpha(), TrialStep.SIGN, ChoicePolicy.THREE_WAY, kernels, BATCH);
                yield (drawn, judged) -> inverse.advance(drawn, judged, statistics);
            }
            case "copy" -> {
                CopyModelInverseGradient inverse =
                        new CopyModelInverseGradient(model, this::model, optimizer, config.alpha(), kernels, BATCH);
                yield (drawn, judged) -> inverse.step(drawn, judged, statistics);
            }
            default -> throw new IllegalArgumentException("there is no step named " + method);
        };
    }

    private RecommenderModel model() {
        return Architecture.of(config).build(USERS * spread, ITEMS * spread, kernels, new SplitMix64(1));
    }

    /** A step of the labelled-only control: forward, loss, backward, update. */
    private Step plain(RecommenderModel model, Optimizer optimizer) {
        Pass pass = model.labels().pass(BATCH);
        Gradients gradients = new Gradients(model.labels().parameters(), BATCH);
        CrossEntropy labels = new CrossEntropy(kernels);
        float[] dlogits = new float[BATCH];
        return (ignored, batch) -> {
            statistics.loss("bce", labels.gradients(batch, pass.logits(batch), 0, dlogits, statistics));
            gradients.clear();
            pass.gradients(dlogits, gradients);
            optimizer.step(gradients);
        };
    }
}
