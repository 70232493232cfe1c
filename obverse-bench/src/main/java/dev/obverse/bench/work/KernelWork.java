package dev.obverse.bench.work;

import com.sun.management.ThreadMXBean;
import dev.obverse.bench.kernel.KernelCase;
import dev.obverse.core.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A short run of every kernel: one turn gives the seconds of a call of each. A kernel is called until it must have been compiled, then its
 * time is the median of a few slices, so that a moment in which the machine was busy elsewhere does not look like a bad compilation.
 */
final class KernelWork implements Work {
    private static final double WARM_UP = 1;
    private static final int MOST_WARM_UPS = 14;
    private static final double SLICE = 0.02;
    private static final int SLICES = 7;

    private final Kernels kernels;
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    KernelWork(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public void take(Turns turns) {
        List<KernelCase> cases = KernelCase.all(kernels);
        turns.ready(kernels.name());
        while (turns.await()) {
            Map<String, Double> results = new LinkedHashMap<>();
            for (KernelCase kernel : cases) {
                warmUp(kernel);
                results.put(kernel.name(), median(kernel));
            }
            turns.results(results);
        }
    }

    /** An uncompiled vector loop allocates, and so does one that compiled badly, which this waits for in vain. */
    private void warmUp(KernelCase kernel) {
        slice(kernel, WARM_UP);
        for (int more = 0; more < MOST_WARM_UPS && allocates(kernel); more++) {
            slice(kernel, WARM_UP);
        }
    }

    private boolean allocates(KernelCase kernel) {
        long before = memory.getCurrentThreadAllocatedBytes();
        kernel.call().run();
        return memory.getCurrentThreadAllocatedBytes() > before;
    }

    private static double median(KernelCase kernel) {
        double[] seconds = new double[SLICES];
        for (int s = 0; s < SLICES; s++) {
            seconds[s] = slice(kernel, SLICE);
        }
        Arrays.sort(seconds);
        return seconds[SLICES / 2];
    }

    /** Calls a kernel for a while and returns the seconds of a call. */
    private static double slice(KernelCase kernel, double length) {
        long calls = 0;
        long start = System.nanoTime();
        double seconds = 0;
        while (seconds < length) {
            kernel.call().run();
            calls++;
            seconds = (System.nanoTime() - start) * 1e-9;
        }
        return seconds / calls;
    }
}
