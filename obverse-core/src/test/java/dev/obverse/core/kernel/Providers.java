package dev.obverse.core.kernel;

import java.util.List;
import java.util.stream.Stream;

/** The providers that every test of the engine runs on: plain loops, and vectors, which the build's JVM flags make available. */
public final class Providers {
    private Providers() {}

    /** Both providers. */
    public static List<Kernels> all() {
        return List.of(new ScalarKernels(), KernelProviders.choose("simd", System.getLogger("test")));
    }

    /** Both providers, for a method source. */
    public static Stream<Kernels> stream() {
        return all().stream();
    }
}
