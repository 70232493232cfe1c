package dev.obverse.core.kernel;

import dev.obverse.core.InvalidInputException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Chooses the kernels of this process: vectors where the JVM was started with {@code --add-modules jdk.incubator.vector} and the processor has
 * at least 128 bits of them, plain loops elsewhere. The system property {@value #PROPERTY}, {@code scalar} or {@code simd}, decides
 * otherwise. One log line says which and why.
 */
public final class KernelProviders {
    /** Name of the system property that decides. */
    public static final String PROPERTY = "obverse.kernels";

    private static final String MODULE = "jdk.incubator.vector";
    private static final int LEAST_PANEL = 8;

    private KernelProviders() {}

    /**
     * Looks the kernels up; call it once and hand them on.
     *
     * @throws InvalidInputException if the property asks for what cannot be had
     */
    public static Kernels choose() {
        return choose(System.getProperty(PROPERTY, "auto"), System.getLogger(KernelProviders.class.getName()));
    }

    static Kernels choose(String wish, Logger log) {
        if (!wish.equals("auto") && !wish.equals("scalar") && !wish.equals("simd")) {
            throw new InvalidInputException(PROPERTY + "=" + wish + " is not one of auto, scalar, simd");
        }
        if (wish.equals("scalar")) {
            log.log(Level.INFO, "kernels: scalar, because " + PROPERTY + "=scalar");
            return new ScalarKernels();
        }
        String missing = whatIsMissing();
        if (missing.isEmpty()) {
            Kernels simd = simd();
            // A panel is two vectors of floats.
            if (simd.panelWidth() >= LEAST_PANEL) {
                log.log(Level.INFO, "kernels: " + simd.name() + ", the width that this processor prefers");
                return simd;
            }
            missing = "this processor has no vectors of 128 bits or more";
        }
        if (wish.equals("simd")) {
            throw new InvalidInputException(PROPERTY + "=simd cannot be had: " + missing);
        }
        log.log(Level.INFO, "kernels: scalar, because " + missing);
        return new ScalarKernels();
    }

    private static String whatIsMissing() {
        return ModuleLayer.boot().findModule(MODULE).isPresent()
                ? ""
                : "the JVM was started without --add-modules " + MODULE + " (add it to train several times faster)";
    }

    private static Kernels simd() {
        return ServiceLoader.load(Kernels.class, Kernels.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new ServiceConfigurationError("META-INF/services names no provider of " + Kernels.class.getName()));
    }
}
