package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Weights;
import java.util.List;

/**
 * {@code w . (p_u * q_i)}, generalized matrix factorization (He et al., WWW 2017, equation 9), over {@code width} columns of the rows
 * from {@code column} on, with the weights of {@code output} from {@code outputAt} on.
 */
record ProductTerm(Kernels kernels, int column, int width, Weights output, int outputAt) implements Term {
    @Override
    public List<Parameter> parameters() {
        return List.of(output);
    }

    @Override
    public TermPass pass(int capacity) {
        return new TermPass() {
            @Override
            public void addLogits(GatheredRows rows, float[] logits) {
                kernels.productLogits(
                        rows.p(), rows.q(), rows.stride(), column, width, output.data(), outputAt, logits, rows.size());
            }

            @Override
            public void addGradients(GatheredRows rows, float[] dlogits, Gradients into) {
                kernels.productGradients(
                        rows.p(), rows.q(), rows.stride(), column, width, output.data(), outputAt, dlogits,
                        rows.dp(), rows.dq(), into.of(output), rows.size());
            }
        };
    }
}
