package dev.obverse.core.optimizer;

import dev.obverse.core.kernel.Kernels;
import java.util.function.Function;

/** The published update rules in double precision, one value at a time, with state of its own for each value. */
enum ReferenceOptimizer {
    SGD(kernels -> new Sgd(kernels, Case.RATE, 0), 0) {
        @Override
        double updated(double theta, double g, double[] state, long step) {
            return theta - Case.RATE * g;
        }
    },
    SGD_L2(kernels -> new Sgd(kernels, Case.RATE, Case.L2), Case.L2) {
        @Override
        double updated(double theta, double g, double[] state, long step) {
            return theta - Case.RATE * g;
        }
    },
    ADAGRAD(kernels -> new Adagrad(kernels, Case.RATE, 0), 0) {
        @Override
        double updated(double theta, double g, double[] state, long step) {
            return adagrad(theta, g, state);
        }
    },
    ADAGRAD_L2(kernels -> new Adagrad(kernels, Case.RATE, Case.L2), Case.L2) {
        @Override
        double updated(double theta, double g, double[] state, long step) {
            return adagrad(theta, g, state);
        }
    },
    ADAM(kernels -> new LazyAdam(kernels, Case.RATE, 0), 0) {
        @Override
        double updated(double theta, double g, double[] state, long step) {
            return adam(theta, g, state, step);
        }
    },
    ADAM_L2(kernels -> new LazyAdam(kernels, Case.RATE, Case.L2), Case.L2) {
        @Override
        double updated(double theta, double g, double[] state, long step) {
            return adam(theta, g, state, step);
        }
    };

    private final Function<Kernels, Optimizer> factory;
    private final double l2;

    ReferenceOptimizer(Function<Kernels, Optimizer> factory, double l2) {
        this.factory = factory;
        this.l2 = l2;
    }

    /** The optimizer of main code that this one judges. */
    Optimizer judged(Kernels kernels) {
        return factory.apply(kernels);
    }

    /** Returns the new value; {@code step} is the global count, from 1. */
    final double update(double theta, double gradient, double[] state, long step) {
        return updated(theta, gradient + l2 * theta, state, step);
    }

    abstract double updated(double theta, double g, double[] state, long step);

    private static double adagrad(double theta, double g, double[] state) {
        state[0] += g * g;
        return theta - Case.RATE * g / (Math.sqrt(state[0]) + 1e-10);
    }

    private static double adam(double theta, double g, double[] state, long step) {
        state[0] = 0.9 * state[0] + 0.1 * g;
        state[1] = 0.999 * state[1] + 0.001 * g * g;
        double first = state[0] / (1 - Math.pow(0.9, (double) step));
        double second = state[1] / (1 - Math.pow(0.999, (double) step));
        return theta - Case.RATE * first / (Math.sqrt(second) + 1e-8);
    }

    /** Constants that the enum's own constructor arguments may read. */
    private static final class Case {
        static final double RATE = 0.03;
        static final double L2 = 0.2;
    }
}
