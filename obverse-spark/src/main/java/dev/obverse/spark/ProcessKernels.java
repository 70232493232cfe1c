package dev.obverse.spark;

import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The kernels of the process that asks, looked up once for as long as the object that holds this one lies there; they do not travel with it. */
final class ProcessKernels implements Serializable {
    private static final long serialVersionUID = 1L;

    private transient volatile @Nullable Kernels chosen;

    Kernels get() {
        Kernels kernels = chosen;
        if (kernels == null) {
            kernels = KernelProviders.choose();
            chosen = kernels;
        }
        return kernels;
    }
}
