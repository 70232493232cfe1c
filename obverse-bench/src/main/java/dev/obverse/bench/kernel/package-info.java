/**
 * The kernels of the core under JMH: one benchmark a kernel, on scalar and SIMD kernels, over the shapes that training gives them. A
 * fixture holds the arrays and the call; benchmarks, and the look at many JVM starts, share it. Nothing here compares with a rival.
 */
@NullMarked
package dev.obverse.bench.kernel;

import org.jspecify.annotations.NullMarked;
