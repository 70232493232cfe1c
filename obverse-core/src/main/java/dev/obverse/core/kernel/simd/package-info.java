/**
 * The kernels on jdk.incubator.vector, at whatever width the processor has. The only package that knows the module; nothing refers to it but
 * the service look-up in {@code KernelProviders}, so that everything else runs without the module.
 *
 * <p>House rules, each paid for: one flat method per kernel, for a method with several epilogues behind a switch compiles badly in half of
 * all JVM starts; no {@code reduceLanes} on floats, for its order differs between interpreter and compiled code; no {@code EXP} or
 * {@code LOG1P}, which differ likewise.
 */
@NullMarked
package dev.obverse.core.kernel.simd;

import org.jspecify.annotations.NullMarked;
