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

/** The two stages of a ranking over a block of 512 items x 64, for 255 users. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RankBenchmark {
    /** Which kernels run. */
    @Param({"scalar", "simd"})
    public String kernels = "";

    private RankFixture fixture;

    /** Draws the input. */
    @Setup
    public void setUp() {
        fixture = new RankFixture(Fixtures.kernels(kernels));
    }

    /** Which products in whole numbers are above the threshold. */
    @Benchmark
    public long[] productsAbove() {
        return fixture.productsAbove();
    }

    /** The exact products of 400 pairs of them. */
    @Benchmark
    public float[] products() {
        return fixture.products();
    }
}
