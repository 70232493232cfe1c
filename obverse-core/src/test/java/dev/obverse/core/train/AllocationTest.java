package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.optimizer.Optimizer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training step allocates nothing once its code is compiled and its buffers have grown. */
class AllocationTest {
    private static final int STEPS = 20;
    private static final int MOST_WINDOWS = 2000;
    /** What allocates or not whatever the backbone. */
    private static final List<String> ON_GMF = List.of(
            "tce", "rce", "dns pool=popular", "ig direction=random", "ig direction=random step=sgd", "ig policy=stay", "bce exposure-epochs=1");
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<Arguments> runs() {
        List<Arguments> all = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            for (String method : List.of("bce", "idl", "ig")) {
                all.add(Arguments.of(kernels, "gmf", method));
                all.add(Arguments.of(kernels, "neumf", method));
            }
            for (String method : ON_GMF) {
                all.add(Arguments.of(kernels, "gmf", method));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aWarmStepAllocatesNothing(Kernels kernels, String backbone, String method) {
        assumeTrue(
                kernels.name().equals("scalar") || Runtime.version().feature() >= 25,
                "the compiler of this older JDK leaves a few vectors of a step on the heap");
        TrainingConfig config = TrainingConfig.defaults()
                .with("dim", "8").with("batch", "64").with("backbone", backbone).with("drop-steps", "10")
                .with("bias", "zero").with("linear", "true");
        for (String setting : ("method=" + method).split(" ", -1)) {
            config = config.with(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        TrainingData data = SimulatedLog.data(4000);
        RecommenderModel model = new Trainer(config, kernels).initialModel(data);
        Optimizer optimizer = Methods.optimizer(config, kernels);
        model.parameters().reserveState(optimizer.stateSlots());
        List<Phase> phases =
                Planted.epoch(Methods.of(new TrainingSession(config, data, model, optimizer, kernels, Workers.none(), false)), 1);
        Phase phase = config.number(Setting.EXPOSURE_EPOCHS) > 0 ? phases.get(0) : phases.get(phases.size() - 1);
        StepsAhead steps = new StepsAhead(null, new EpochStatistics());
        long least = Long.MAX_VALUE;
        for (int window = 0; window < MOST_WINDOWS && least > 0; window++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int step = 0; step < STEPS; step++) {
                steps.step(phase, step % phase.steps(), step);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes in %d steps", STEPS).isZero();
    }
}
