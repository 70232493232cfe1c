package dev.obverse.core.train;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.TensorView;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks for values that are NaN or infinite: a sweep over a tensor, by all threads. */
final class FiniteCheck {
    private static final int ROWS = 1 << 12;

    private final Kernels kernels;
    private final Workers workers;

    FiniteCheck(Kernels kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
    }

    /** Returns whether all values of a tensor are finite. */
    boolean passes(TensorView tensor) {
        float[] zeros = new float[tensor.width()];
        AtomicBoolean finite = new AtomicBoolean(true);
        workers.run(tensor.rows(), ROWS, (from, to) -> {
            float sum = 0;
            for (int row = from; row < to; row++) {
                // 0 x is 0 for a finite x, else NaN, which no sum loses.
                sum += kernels.dot(tensor.data(), tensor.offset() + row * tensor.stride(), zeros, 0, tensor.width());
            }
            if (Float.isNaN(sum)) {
                finite.set(false);
            }
        });
        return finite.get();
    }
}
