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

/** Updates of 800 rows of 32 values, and the trial step of the Inverse Gradient. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class UpdateBenchmark {
    /** Which kernels run. */
    @Param({"scalar", "simd"})
    public String kernels = "";

    private UpdateFixture fixture;

    /** Draws the input. */
    @Setup
    public void setUp() {
        fixture = new UpdateFixture(Fixtures.kernels(kernels));
    }

    /** Lazy Adam. */
    @Benchmark
    public float[] adam() {
        return fixture.adam();
    }

    /** Adagrad. */
    @Benchmark
    public float[] adagrad() {
        return fixture.adagrad();
    }

    /** Plain descent. */
    @Benchmark
    public float[] sgd() {
        return fixture.sgd();
    }

    /** To a trial point: saved plus a step. */
    @Benchmark
    public float[] move() {
        return fixture.move();
    }

    /** From gradient to sign step. */
    @Benchmark
    public float[] signs() {
        return fixture.signs();
    }
}
