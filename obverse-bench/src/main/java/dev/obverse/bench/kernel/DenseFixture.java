package dev.obverse.bench.kernel;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Panels;

/** One layer of a tower over a batch, forward and back; 2 x 1,024 x inputs x outputs operations each. */
final class DenseFixture {
    /** Rows are padded by one cache line, as in training, lest all of them fall into the same cache sets. */
    private static final int PADDING = 16;

    private final Kernels kernels;
    private final int inputs;
    private final int outputs;
    private final int inputStride;
    private final int outputStride;
    private final Panels forward;
    private final Panels back;
    private final float[] bias;
    private final float[] x;
    private final float[] dx;
    private final float[] y;
    private final float[] dy;
    private final float[] dw;

    DenseFixture(Kernels kernels, int inputs, int outputs) {
        this.kernels = kernels;
        this.inputs = inputs;
        this.outputs = outputs;
        inputStride = inputs + PADDING;
        outputStride = outputs + PADDING;
        float[] matrix = Fixtures.normals(inputs * outputs, 1);
        forward = new Panels(inputs, outputs, kernels.panelWidth());
        forward.setTransposed(matrix, 0, inputs, 0, forward.count());
        back = new Panels(outputs, inputs, kernels.panelWidth());
        back.set(matrix, 0, inputs, 0, back.count());
        bias = Fixtures.normals(outputs, 2);
        x = Fixtures.normals(Fixtures.BATCH * inputStride, 3);
        dx = new float[x.length];
        y = new float[Fixtures.BATCH * outputStride];
        dy = Fixtures.normals(y.length, 4);
        dw = new float[matrix.length];
    }

    float[] layer() {
        kernels.reluLayer(x, inputStride, forward, bias, y, outputStride, 0, Fixtures.BATCH);
        return y;
    }

    float[] multiply() {
        kernels.multiply(dy, outputStride, back, dx, inputStride, 0, Fixtures.BATCH);
        return dx;
    }

    float[] reluInputGradients() {
        kernels.reluInputGradients(dy, outputStride, back, x, dx, inputStride, 0, Fixtures.BATCH);
        return dx;
    }

    float[] weightGradients() {
        kernels.weightGradients(dy, outputStride, x, inputStride, dw, 0, inputs, inputs, 0, Fixtures.BATCH, 0, outputs);
        return dw;
    }
}
