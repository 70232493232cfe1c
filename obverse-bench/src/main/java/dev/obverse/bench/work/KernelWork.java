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
 * A short run of every kernel: one turn gives the time of a call of each, in seconds and in calls of a plain loop that takes turns with it, for
 * where the machine is slower for a while, the loop is too. A kernel is called until it must have been compiled, then its time is the median of a
 * few slices, so that a moment in which the machine was busy elsewhere does not look like a bad compilation.
 */
final class KernelWork implements Work {
    private static final int LOOP = 4096;
    private static final double WARM_UP = 1;
    private static final int MOST_WARM_UPS = 14;
    private static final double SLICE = 0.02;
    private static final int SLICES = 7;

    private final Kernels kernels;
    private final double[] chains = new double[6];
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
            slice(this::loop, WARM_UP);
            for (KernelCase kernel : cases) {
                warmUp(kernel);
                measure(kernel, results);
            }
            turns.results(results);
        }
    }

    /** An uncompiled vector loop allocates, and so does one that compiled badly, which this waits for in vain. */
    private void warmUp(KernelCase kernel) {
        slice(kernel.call(), WARM_UP);
        for (int more = 0; more < MOST_WARM_UPS && allocates(kernel); more++) {
            slice(kernel.call(), WARM_UP);
        }
    }

    private boolean allocates(KernelCase kernel) {
        long before = memory.getCurrentThreadAllocatedBytes();
        kernel.call().run();
        return memory.getCurrentThreadAllocatedBytes() > before;
    }

    private void measure(KernelCase kernel, Map<String, Double> results) {
        double[] seconds = new double[SLICES];
        double[] loops = new double[SLICES];
        for (int s = 0; s < SLICES; s++) {
            double loop = slice(this::loop, SLICE / 2);
            seconds[s] = slice(kernel.call(), SLICE);
            loops[s] = seconds[s] / loop;
        }
        results.put(kernel.name(), median(seconds));
        results.put(KernelCase.IN_LOOPS + kernel.name(), median(loops));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** As many independent chains of scalar arithmetic as keep a core busy. */
    private double[] loop() {
        double a = chains[0];
        double b = chains[1];
        double c = chains[2];
        double d = chains[3];
        double e = chains[4];
        double f = chains[5];
        for (int i = 0; i < LOOP; i++) {
            a = a * 0.5 + 1;
            b = b * 0.5 + 1;
            c = c * 0.5 + 1;
            d = d * 0.5 + 1;
            e = e * 0.5 + 1;
            f = f * 0.5 + 1;
        }
        chains[0] = a;
        chains[1] = b;
        chains[2] = c;
        chains[3] = d;
        chains[4] = e;
        chains[5] = f;
        return chains;
    }

    /** Calls a kernel for a while and returns the seconds of a call. */
    private static double slice(KernelCase.Call kernel, double length) {
        long calls = 0;
        long start = System.nanoTime();
        double seconds = 0;
        while (seconds < length) {
            kernel.run();
            calls++;
            seconds = (System.nanoTime() - start) * 1e-9;
        }
        return seconds / calls;
    }
}
