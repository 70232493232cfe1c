package dev.obverse.core.train;

import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.TensorView;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks for values that are NaN or infinite: a sweep over a tensor, by all threads. */
final class FiniteCheck {
    private static final int ROWS = 1 << 12;

    private final Workers workers;

    FiniteCheck(Workers workers) {
        this.workers = workers;
    }

    /** Returns whether all values of a tensor are finite. */
    boolean passes(TensorView tensor) {
        AtomicBoolean finite = new AtomicBoolean(true);
        workers.run(tensor.rows(), ROWS, (from, to) -> {
            if (!isFinite(tensor, from, to)) {
                finite.set(false);
            }
        });
        return finite.get();
    }

    private static boolean isFinite(TensorView tensor, int from, int to) {
        float[] data = tensor.data();
        int width = tensor.width();
        // 0 * x is 0 for a finite x and NaN for any other, and a NaN survives every sum. Four sums: in one, each addition would wait for the one before.
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int row = from; row < to; row++) {
            int at = tensor.offset() + row * tensor.stride();
            int end = at + width;
            for (; at + 4 <= end; at += 4) {
                a += data[at] * 0f;
                b += data[at + 1] * 0f;
                c += data[at + 2] * 0f;
                d += data[at + 3] * 0f;
            }
            for (; at < end; at++) {
                a += data[at] * 0f;
            }
        }
        return !Float.isNaN(a + b + c + d);
    }
}
