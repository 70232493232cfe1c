package dev.obverse.core.backbone;

import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The logit of the paper's backbones, written down once more from the formulas, one pair at a time in double precision and over tensors
 * by name, so that it shares nothing with the code that it judges. A tensor that is not there contributes nothing, and neither does an
 * unknown id's row.
 */
final class ReferenceModel {
    private final Map<String, double[]> values = new LinkedHashMap<>();
    private final Map<String, Integer> widths = new LinkedHashMap<>();
    private final boolean exposure;
    private double nearestKink = Double.POSITIVE_INFINITY;

    ReferenceModel(Parameters parameters, boolean exposure) {
        this.exposure = exposure;
        for (TensorView tensor : parameters.tensors()) {
            float[] floats = tensor.copy();
            double[] doubles = new double[floats.length];
            Arrays.setAll(doubles, i -> floats[i]);
            values.put(tensor.name(), doubles);
            widths.put(tensor.name(), tensor.width());
        }
    }

    /** The values of a tensor, row-major; writes count from the next logit on. */
    double[] tensor(String name) {
        return values.get(name);
    }

    /** How near to 0 the input of any ReLU has come so far: a finite difference across a kink means nothing. */
    double nearestKink() {
        return nearestKink;
    }

    double logit(int user, int item) {
        return exposure ? exposureLogit(user, item) : labelLogit(user, item);
    }

    private double exposureLogit(int user, int item) {
        double[] p = concat(row("user_gmf", user), row("user_mlp", user));
        double[] q = concat(row("item_gmf", item), row("item_mlp", item));
        return scalar("exposure_bias", 0) + scalar("user_exposure_bias", user) + scalar("item_exposure_bias", item)
                + product(tensor("exposure_weight"), p, q);
    }

    private double labelLogit(int user, int item) {
        double[] gmfUser = row("user_gmf", user);
        double[] gmfItem = row("item_gmf", item);
        double[] mlpUser = row("user_mlp", user);
        double[] mlpItem = row("item_mlp", item);
        double[] output = tensor("out_weight");
        double z = scalar("out_bias", 0) + scalar("user_bias", user) + scalar("item_bias", item);
        z += product(output, gmfUser, gmfItem);
        double[] top = tower(concat(mlpUser, mlpItem));
        for (int k = 0; k < top.length; k++) {
            z += output[gmfUser.length + k] * top[k];
        }
        return z + dot("user_linear", concat(gmfUser, mlpUser)) + dot("item_linear", concat(gmfItem, mlpItem));
    }

    private double[] tower(double[] input) {
        double[] x = input;
        for (int layer = 0; values.containsKey("mlp_weight_" + layer); layer++) {
            double[] w = tensor("mlp_weight_" + layer);
            double[] b = tensor("mlp_bias_" + layer);
            double[] y = b.clone();
            for (int o = 0; o < y.length; o++) {
                for (int k = 0; k < x.length; k++) {
                    y[o] += w[o * x.length + k] * x[k];
                }
                nearestKink = Math.min(nearestKink, Math.abs(y[o]));
                y[o] = Math.max(0, y[o]);
            }
            x = y;
        }
        return x;
    }

    /** A row, or zeros for an unknown id, or nothing where there is no such tensor. */
    private double[] row(String name, int id) {
        if (!values.containsKey(name)) {
            return new double[0];
        }
        int width = widths.get(name);
        return id < 0 ? new double[width] : Arrays.copyOfRange(tensor(name), id * width, (id + 1) * width);
    }

    private double scalar(String name, int id) {
        return id < 0 || !values.containsKey(name) ? 0 : tensor(name)[id];
    }

    private double dot(String name, double[] x) {
        double sum = 0;
        for (int k = 0; values.containsKey(name) && k < x.length; k++) {
            sum += tensor(name)[k] * x[k];
        }
        return sum;
    }

    private static double product(double[] w, double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += w[k] * p[k] * q[k];
        }
        return sum;
    }

    private static double[] concat(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
