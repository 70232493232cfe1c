package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;

/**
 * A random direction as large as the step that the gradient would give, over the same rows and weights: the ablation "Inverse Gradient
 * without the Inverse Dual Loss". It asks whether the annotation matters, or whether a guarded random walk does as well. For the sign step every
 * sign is drawn anew; for the plain step the direction is uniform (a normal vector) with the norm of the gradient.
 */
public final class RandomDirection implements TrialDirection {
    private final TrialStep size;
    private final long key;
    private final SplitMix64 random = new SplitMix64(0);
    private final Sweep signs = this::drawSigns;
    private final Sweep normals = this::drawNormals;
    private final Sweep measure = RandomDirection::squares;
    private final Sweep stretch = this::stretch;
    private float scale;

    /**
     * Makes the direction.
     *
     * @param size the step whose size it has
     * @param seed the seed of training
     */
    public RandomDirection(TrialStep size, long seed) {
        this.size = size;
        this.key = SplitMix64.key(seed, Purpose.DIRECTION, 0);
    }

    @Override
    public void apply(Gradients gradients, Kernels kernels, long step) {
        size.apply(gradients, kernels, step);
        random.seek(key, step);
        if (size == TrialStep.SIGN) {
            over(gradients, signs);
        } else {
            double before = over(gradients, measure);
            double after = over(gradients, normals);
            scale = after > 0 ? (float) Math.sqrt(before / after) : 0;
            over(gradients, stretch);
        }
    }

    /** Goes over the first n values of an array and returns a number that is added up. */
    private interface Sweep {
        double over(float[] values, int n);
    }

    private static double over(Gradients gradients, Sweep sweep) {
        double sum = 0;
        for (int t = 0; t < gradients.tables().size(); t++) {
            TableGradient gradient = gradients.tables().get(t);
            sum += sweep.over(gradient.sums(), gradient.rows().size() * gradient.table().width());
        }
        for (int w = 0; w < gradients.weights().size(); w++) {
            sum += sweep.over(gradients.of(gradients.weights().get(w)), gradients.weights().get(w).size());
        }
        return sum;
    }

    private double drawSigns(float[] values, int n) {
        long bits = 0;
        for (int i = 0; i < n; i++) {
            bits = (i & 63) == 0 ? random.nextLong() : bits >>> 1;
            values[i] = (bits & 1) == 0 ? values[i] : -values[i];
        }
        return 0;
    }

    private double drawNormals(float[] values, int n) {
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return squares(values, n);
    }

    private static double squares(float[] values, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) values[i] * values[i];
        }
        return sum;
    }

    private double stretch(float[] values, int n) {
        for (int i = 0; i < n; i++) {
            values[i] *= scale;
        }
        return 0;
    }
}
