package dev.obverse.core.fold;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * L-BFGS from the origin (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithms 7.4 and 7.5), with halved steps until the loss has
 * fallen enough (Armijo). It ends at a gradient near 0, when single-precision logits no longer tell two points apart, or after 200 steps.
 */
final class Descent {
    private static final int STEPS = 200;
    private static final int MEMORY = 8;
    private static final int HALVINGS = 30;
    private static final double ARMIJO = 1e-4;
    private static final double FLAT = 1e-5;
    private static final double SAME = 1e-9;

    /** A loss with its gradient. */
    interface Function {
        /** Returns the loss at x and writes its gradient. */
        double at(double[] x, double[] gradient);
    }

    /** A step s, by how much the gradient changed along it, y, and their product. */
    private record Change(double[] s, double[] y, double sy) {}

    private final Function function;
    private final Deque<Change> changes = new ArrayDeque<>();
    private double[] x;
    private double[] gradient;
    private double loss;

    Descent(Function function, int dimensions) {
        this.function = function;
        this.x = new double[dimensions];
        this.gradient = new double[dimensions];
    }

    /** Returns where the descent ends. */
    double[] minimum() {
        loss = function.at(x, gradient);
        for (int step = 0; step < STEPS && largest(gradient) > FLAT; step++) {
            double before = loss;
            if (!advance(direction()) || before - loss <= SAME * Math.abs(before)) {
                break;
            }
        }
        return x;
    }

    private double[] direction() {
        double[] direction = gradient.clone();
        double[] alpha = new double[changes.size()];
        int i = 0;
        for (Change change : changes) {
            alpha[i] = dot(change.s, direction) / change.sy;
            add(direction, -alpha[i++], change.y);
        }
        Change newest = changes.peekFirst();
        double scale = newest == null ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : newest.sy / dot(newest.y, newest.y);
        for (int k = 0; k < direction.length; k++) {
            direction[k] *= -scale;
        }
        // The signs are those of descent: the direction is negative already.
        for (var oldestFirst = changes.descendingIterator(); oldestFirst.hasNext(); ) {
            Change change = oldestFirst.next();
            double beta = -dot(change.y, direction) / change.sy;
            add(direction, beta - alpha[--i], change.s);
        }
        return direction;
    }

    /** Goes along a direction, as far as it pays; returns whether it did. */
    private boolean advance(double[] direction) {
        double slope = dot(gradient, direction);
        double[] next = new double[x.length];
        double[] nextGradient = new double[x.length];
        double length = 1;
        for (int halving = 0; halving < HALVINGS && slope < 0; halving++, length /= 2) {
            for (int k = 0; k < x.length; k++) {
                next[k] = x[k] + length * direction[k];
            }
            double value = function.at(next, nextGradient);
            if (value <= loss + ARMIJO * length * slope) {
                remember(next, nextGradient);
                x = next;
                gradient = nextGradient;
                loss = value;
                return true;
            }
        }
        return false;
    }

    private void remember(double[] next, double[] nextGradient) {
        double[] s = next.clone();
        add(s, -1, x);
        double[] y = nextGradient.clone();
        add(y, -1, gradient);
        double sy = dot(s, y);
        // Without curvature along the step, as a tower may have it, there is nothing to learn from it.
        if (sy > 0) {
            changes.addFirst(new Change(s, y, sy));
            if (changes.size() > MEMORY) {
                changes.removeLast();
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static void add(double[] into, double scale, double[] values) {
        for (int k = 0; k < into.length; k++) {
            into[k] += scale * values[k];
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
