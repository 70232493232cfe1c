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

/** The matrix products of a layer over 1,024 pairs: its output, and the gradients of its input and its weights. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerBenchmark {
    /** Which kernels run. */
    @Param({"scalar", "simd"})
    public String kernels = "";

    /** Inputs and outputs of the layer: those of the tower of NeuMF. */
    @Param({"256x128", "128x64", "64x32"})
    public String shape = "";

    private DenseFixture fixture;

    /** Makes the layer. */
    @Setup
    public void setUp() {
        String[] widths = shape.split("x", -1);
        fixture = new DenseFixture(Fixtures.kernels(kernels), Integer.parseInt(widths[0]), Integer.parseInt(widths[1]));
    }

    /** {@code relu(W x + b)}. */
    @Benchmark
    public float[] layer() {
        return fixture.layer();
    }

    /** {@code W' dy}. */
    @Benchmark
    public float[] multiply() {
        return fixture.multiply();
    }

    /** {@code W' dy}, through the ReLU of the layer below. */
    @Benchmark
    public float[] reluInputGradients() {
        return fixture.reluInputGradients();
    }

    /** {@code dy x'}, summed over the pairs. */
    @Benchmark
    public float[] weightGradients() {
        return fixture.weightGradients();
    }
}
