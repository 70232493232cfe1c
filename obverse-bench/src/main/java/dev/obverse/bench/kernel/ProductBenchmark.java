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

/** The factorized term over 1,024 pairs: gather, score, and the gradient of each distinct row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProductBenchmark {
    /** Which kernels run. */
    @Param({"scalar", "simd"})
    public String kernels = "";

    private ProductFixture fixture;

    /** Draws the input. */
    @Setup
    public void setUp() {
        fixture = new ProductFixture(Fixtures.kernels(kernels));
    }

    /** Forward alone. */
    @Benchmark
    public float[] logits() {
        return fixture.logits();
    }

    /** Back on the user side, with the gradient of the output weights. */
    @Benchmark
    public float[] userGradients() {
        return fixture.userGradients();
    }

    /** Back on the item side. */
    @Benchmark
    public float[] itemGradients() {
        return fixture.itemGradients();
    }

    /** Forward and back on both sides: the arithmetic of a step of GMF but for loss and update. */
    @Benchmark
    public float[] scoreAndGradients() {
        return fixture.scoreAndGradients();
    }
}
