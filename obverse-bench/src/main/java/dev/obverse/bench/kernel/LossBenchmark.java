package dev.obverse.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Losses and slopes of 1,024 logits. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LossBenchmark {
    /** Which kernels run. */
    @Param({"scalar", "simd"})
    public String kernels = "";

    private LossFixture fixture;

    /** Draws the input. */
    @Setup
    public void setUp() {
        fixture = new LossFixture(Fixtures.kernels(kernels));
    }

    /** Binary cross-entropy. */
    @Benchmark
    public float[] crossEntropy() {
        return fixture.crossEntropy();
    }

    /** Cross-entropy on half of the pairs, the Inverse Dual Loss on the others. */
    @Benchmark
    public float[] dualCrossEntropy() {
        return fixture.dualCrossEntropy();
    }
}
